"""Vietnamese banks by the six digits (NAPAS BIN) under which transfers reach them."""

from __future__ import annotations

BANKS = {
    "970400": "Saigonbank", "970403": "Sacombank", "970405": "Agribank", "970406": "DongA Bank",
    "970407": "Techcombank", "970408": "GPBank", "970409": "Bac A Bank", "970412": "PVcomBank",
    "970415": "VietinBank", "970416": "ACB", "970418": "BIDV", "970419": "NCB",
    "970422": "MB Bank", "970423": "TPBank", "970424": "Shinhan Bank", "970425": "ABBANK",
    "970426": "MSB", "970427": "VietABank", "970428": "Nam A Bank", "970429": "SCB",
    "970430": "PGBank", "970431": "Eximbank", "970432": "VPBank", "970433": "VietBank",
    "970436": "Vietcombank", "970437": "HDBank", "970438": "BAOVIET Bank", "970440": "SeABank",
    "970441": "VIB", "970443": "SHB", "970446": "Co-opBank", "970448": "OCB",
    "970449": "LPBank", "970452": "KienlongBank", "970454": "BVBank", "970457": "Woori Bank",
    "970458": "UOB", "546034": "CAKE", "546035": "Ubank", "963388": "Timo",
}  # fmt: skip


def list_banks() -> list[tuple[str, str]]:
    """Return (digits, name) of each bank, by name."""
    return sorted(BANKS.items(), key=lambda bank: (bank[1].lower(), bank[0]))


def bank_name(bin_: str) -> str:
    """Return a bank's name, or its digits for one that is not in the list."""
    return BANKS.get(bin_, f"BIN {bin_}")
