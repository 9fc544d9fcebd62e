"""Lines of an order for rolls, as the letter of intent and the contract have them."""

from __future__ import annotations

from decimal import Decimal

import dangan as d


class OrderItem(d.Row):
    """Rolls of one size and material."""

    spec = d.Text("规格", "Size", required=True)
    material = d.Text("材质", "Material", required=True)
    hardness = d.Text("硬度", "Hardness")
    drawing_no = d.Text("图号", "Drawing number")
    quantity = d.Int("数量(支)", "Pieces", required=True, unit="支", at_least=1)
    unit_price = d.Money("单价", "Unit price", unit="元")
    amount = d.Money("金额", "Amount", auto=True, unit="元", value=d.computed())
    deliver_on = d.Date("交货期", "Delivery", required=True)


class ContractItem(OrderItem):
    """The same in a contract, where the price is agreed."""

    unit_price = d.Money("单价", "Unit price", required=True, unit="元")
    amount = d.Money("金额", "Amount", required=True, auto=True, unit="元", value=d.computed())
    deliver_on = d.Date("交货期", "Delivery", required=True)


@OrderItem.amount.calc
@ContractItem.amount.calc
def quantity_by_price(quantity: int, unit_price: Decimal) -> Decimal:
    return quantity * unit_price
