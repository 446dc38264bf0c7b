"""Searching lists without accents agrees with how Python folds text."""

from __future__ import annotations

import pytest
from django.db.models import Value

from donbay.accounts.models import Workspace
from donbay.core.folding import Folded
from donbay.kit.text import fold
from tests.factories.people import a_shop


@pytest.mark.django_db
@pytest.mark.parametrize(
    "text", ["Đặng Thị Ánh Nguyệt", "THU\u031b CHA\u0300O", "Ưu đãi 50 %_", "Nước hoa Ø", "plain"]
)
def test_the_database_folds_as_python_does(text: str) -> None:
    a_shop()

    (folded,) = Workspace.objects.values_list(Folded(Value(text)), flat=True)

    assert folded == fold(text)
