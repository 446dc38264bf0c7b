"""Known failures of the commerce room."""

from __future__ import annotations

from donbay.core.errors import DomainError, NotFound


class ProductNotFound(NotFound):
    """No such product on sale."""

    code = "product_not_found"
    vi = "Không tìm thấy sản phẩm này, hoặc sản phẩm đã ngừng bán."
    en = "This product was not found, or it is no longer sold."


class ProductTaken(DomainError):
    """Another product has this slug or SKU."""

    code = "product_taken"
    status = 409
    vi = "Đã có sản phẩm khác dùng “{value}”. Hãy chọn mã hoặc đường dẫn khác."
    en = "Another product uses “{value}”. Choose another SKU or address."


class InvalidProduct(DomainError):
    """A product needs a name and a price that is not negative."""

    code = "product_invalid"
    vi = "Sản phẩm cần có tên, giá từ 0 ₫ trở lên và tồn kho không âm."
    en = "A product needs a name, a price of 0 ₫ or more and a stock that is not negative."


class OutOfStock(DomainError):
    """Fewer pieces are left than were asked for."""

    code = "out_of_stock"
    status = 409
    vi = "“{product}” chỉ còn {left} sản phẩm. Hãy giảm số lượng hoặc chọn sản phẩm khác."
    en = "Only {left} of “{product}” are left. Order fewer or choose another product."

    def message(self, language: str) -> str:
        """Return the message in `vi` or `en`; with nothing left it says just that."""
        if self.data["left"] > 0:
            return super().message(language)
        product = self.data["product"]
        if language == "vi":
            return f"“{product}” vừa hết hàng. Hãy chọn sản phẩm khác."
        return f"“{product}” has just sold out. Choose another product."


class StockRefused(DomainError):
    """An adjustment would leave less than nothing, or more than can be counted."""

    code = "stock_refused"
    status = 409
    at = "/delta"
    vi = "Kho đang có {left}; sau khi điều chỉnh phải còn từ 0 đến 1 tỷ. Hãy nhập số khác."
    en = "There are {left} in stock; 0 to 1 billion must be left. Give another number."


class EmptyOrder(DomainError):
    """An order has between 1 and 50 lines of 1 to 999 pieces."""

    code = "order_empty"
    vi = "Hãy chọn ít nhất một sản phẩm, mỗi sản phẩm từ 1 đến 999 cái."
    en = "Choose at least one product, 1 to 999 pieces of each."


class ContactMissing(DomainError):
    """Delivery needs a phone or an e-mail that works."""

    code = "contact_missing"
    at = "/contact/phone"
    vi = "Hãy nhập số điện thoại hoặc e-mail đúng để chúng tôi xác nhận đơn hàng."
    en = "Give a working phone number or e-mail, so that we can confirm the order."


class PaymentUnknown(DomainError):
    """A method of payment this shop does not offer."""

    code = "payment_unknown"
    at = "/payment_method"
    vi = "Cửa hàng chưa nhận hình thức thanh toán này. Hãy chọn hình thức khác."
    en = "The shop does not take this method of payment. Choose another."


class TotalChanged(DomainError):
    """The total is no longer what was shown before confirming."""

    code = "total_changed"
    status = 409
    vi = "Giá vừa thay đổi: tổng mới là {total}. Hãy xem lại rồi xác nhận."
    en = "A price has just changed: the new total is {total}. Review it and confirm again."


class UnknownVoucher(DomainError):
    """No code like this was ever given out."""

    code = "voucher_unknown"
    at = "/voucher_code"
    vi = "Không có mã ưu đãi “{code}”. Hãy kiểm tra lại từng ký tự, hoặc để trống ô này."
    en = "There is no voucher code “{code}”. Check each character, or leave this empty."


class VoucherWithdrawn(DomainError):
    """The shop took the code back."""

    code = "voucher_withdrawn"
    at = "/voucher_code"
    vi = "Cửa hàng đã thu hồi mã “{code}”. Hãy bỏ mã này để đặt hàng."
    en = "The shop has withdrawn the code “{code}”. Remove it to go on."


class VoucherExpired(DomainError):
    """The code's time is over, or has not begun."""

    code = "voucher_expired"
    at = "/voucher_code"
    vi = "Mã “{code}” đã hết hạn hoặc chưa đến ngày dùng. Hãy bỏ mã này để đặt hàng."
    en = "The code “{code}” has expired or is not valid yet. Remove it to go on."


class VoucherUsed(DomainError):
    """The code was used once already."""

    code = "voucher_used"
    at = "/voucher_code"
    vi = "Mã “{code}” đã được dùng, mỗi mã chỉ dùng được một lần. Hãy bỏ mã này để đặt hàng."
    en = "The code “{code}” has been used; each code works once. Remove it to go on."


class VoucherNotYours(DomainError):
    """The code was given to somebody else."""

    code = "voucher_not_yours"
    at = "/voucher_code"
    vi = "Mã “{code}” dành riêng cho khách khác. Hãy đặt bằng số điện thoại hoặc e-mail nhận mã."
    en = "The code “{code}” is somebody else's. Order with the phone or e-mail that received it."


class VoucherMinTotal(DomainError):
    """The goods do not reach the voucher's minimum."""

    code = "voucher_min_total"
    at = "/voucher_code"
    vi = (
        "Mã “{code}” dùng cho đơn từ {min_total}, đơn này là {subtotal}. Hãy mua thêm, hoặc bỏ "
        "mã này."
    )
    en = (
        "The code “{code}” is for orders from {min_total}; this one is {subtotal}. Add to the "
        "order, or remove the code."
    )


class VoucherNotFound(NotFound):
    """No such programme in this workspace."""

    code = "voucher_not_found"
    vi = "Không tìm thấy chương trình mã ưu đãi này."
    en = "This voucher programme was not found."


class InvalidVoucher(DomainError):
    """A percentage is 1 to 100, an amount more than 0, the end after the start."""

    code = "voucher_invalid"
    vi = "Hãy nhập tên, mức giảm 1–100 % hoặc số tiền trên 0 ₫, và hạn sau ngày bắt đầu."
    en = "A programme needs a name, 1 to 100 % or an amount above 0 ₫, and an end after its start."


class VoucherNameTaken(DomainError):
    """Programmes are told apart by their names."""

    code = "voucher_name_taken"
    at = "/name"
    status = 409
    vi = "Đã có chương trình tên “{name}”. Hãy đặt tên khác."
    en = "There is a programme called “{name}” already. Choose a different name."


class VoucherExhausted(DomainError):
    """The programme gives out no more codes."""

    code = "voucher_exhausted"
    status = 409
    vi = "Chương trình “{name}” đã phát hết mã hoặc đã dừng."
    en = "The programme “{name}” has given out all its codes, or has stopped."


class OrderNotFound(NotFound):
    """No such order in this workspace."""

    code = "order_not_found"
    vi = "Không tìm thấy đơn hàng này."
    en = "This order was not found."


class OrderStateRefused(DomainError):
    """The order is past the state from which this can be done."""

    code = "order_state_refused"
    status = 409
    vi = "Đơn {number} không còn ở trạng thái làm được việc này. Hãy tải lại để xem trạng thái mới."
    en = "Order {number} is past the state where this can be done. Reload to see its new state."


class OrderUnpaid(DomainError):
    """A transfer has to come before the order is closed."""

    code = "order_unpaid"
    status = 409
    vi = "Đơn {number} chưa nhận được tiền chuyển khoản. Hãy xác nhận đã nhận tiền trước."
    en = "The transfer for order {number} has not come yet. Confirm the payment first."


class BankMissing(DomainError):
    """The shop has not entered a bank account yet."""

    code = "bank_missing"
    status = 409
    vi = "Chưa có tài khoản ngân hàng. Hãy nhập trong Cài đặt trước khi nhận chuyển khoản."
    en = "There is no bank account yet. Enter one in Settings before taking transfers."
