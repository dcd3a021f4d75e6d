"""The orders of the shop, in SQLite. Each function is one transaction."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

logger = logging.getLogger("shop")

SCHEMA = """
CREATE TABLE IF NOT EXISTS orders (
  id INTEGER PRIMARY KEY, description TEXT NOT NULL, total INTEGER NOT NULL, paid_at TEXT, cancelled_at TEXT
);
CREATE TABLE IF NOT EXISTS payments (
  transaction_id TEXT PRIMARY KEY, order_id INTEGER NOT NULL REFERENCES orders, has_ended INTEGER NOT NULL DEFAULT 0
);
-- The primary key lets each payment count once, however often KGiTON reports it.
CREATE TABLE IF NOT EXISTS received (
  payment_id TEXT PRIMARY KEY, transaction_id TEXT NOT NULL, amount INTEGER NOT NULL, paid_at TEXT NOT NULL
);
"""


@dataclass(frozen=True)
class Order:
    id: int
    description: str
    total: int
    """In whole rupiah."""
    paid_at: str | None
    cancelled_at: str | None


class Orders:
    def __init__(self, file: str) -> None:
        self._file = file
        with self._transaction() as database:
            for statement in SCHEMA.split(";"):
                database.execute(statement)

    def create(self, description: str, total: int) -> Order:
        with self._transaction() as database:
            added = database.execute("INSERT INTO orders (description, total) VALUES (?, ?)", (description, total))
            return Order(added.lastrowid or 0, description, total, None, None)

    def find(self, order_id: int) -> Order | None:
        with self._transaction() as database:
            row = database.execute("SELECT * FROM orders WHERE id = ?", (order_id,)).fetchone()
            return row and Order(*row)

    def start_payment(self, order: Order) -> str:
        """
        The transaction id of the open payment, or of a new one. Saved before the request is sent, so that a repeated
        request is the same one.
        """
        with self._transaction() as database:
            rows = database.execute("SELECT transaction_id, has_ended FROM payments WHERE order_id = ?", (order.id,))
            attempts = rows.fetchall()
            for transaction_id, has_ended in attempts:
                if not has_ended:
                    return str(transaction_id)
            added = f"ORDER-{order.id}-{len(attempts) + 1}"
            database.execute("INSERT INTO payments (transaction_id, order_id) VALUES (?, ?)", (added, order.id))
            return added

    def open_payments(self, order: Order) -> list[str]:
        with self._transaction() as database:
            rows = database.execute(
                "SELECT transaction_id FROM payments WHERE order_id = ? AND NOT has_ended", (order.id,)
            )
            return [transaction_id for (transaction_id,) in rows]

    def end_payment(self, transaction_id: str) -> None:
        """It has expired or failed: nobody can pay it any more."""
        with self._transaction() as database:
            database.execute("UPDATE payments SET has_ended = 1 WHERE transaction_id = ?", (transaction_id,))

    def cancel(self, order: Order, now: datetime) -> None:
        with self._transaction() as database:
            database.execute(
                "UPDATE orders SET cancelled_at = ? WHERE id = ? AND paid_at IS NULL", (now.isoformat(), order.id)
            )

    def receive(self, payment_id: str, transaction_id: str, amount: int, paid_at: datetime) -> None:
        """
        Marks the order of a payment as paid. The webhook and the status both end up here, perhaps at the same moment,
        and any number of times: only the first one gets through, in one transaction with the order.
        """
        with self._transaction() as database:
            added = database.execute(
                "INSERT OR IGNORE INTO received VALUES (?, ?, ?, ?)",
                (payment_id, transaction_id, amount, paid_at.isoformat()),
            )
            if added.rowcount == 0:
                return
            row = database.execute(
                "SELECT orders.* FROM orders JOIN payments ON order_id = id WHERE transaction_id = ?", (transaction_id,)
            ).fetchone()
            order = row and Order(*row)
            # A person must look at the warnings. An error would only make KGiTON send its webhook again.
            if order is None:
                logger.warning("no order for transaction %s", transaction_id)
            elif amount != order.total:
                logger.warning("%s paid Rp %s, expected Rp %s", transaction_id, amount, order.total)
            elif order.paid_at:
                logger.warning("order %s was paid twice; refund %s", order.id, transaction_id)
            else:
                if order.cancelled_at:
                    logger.warning("order %s was paid after it was cancelled; refund %s", order.id, transaction_id)
                database.execute("UPDATE orders SET paid_at = ? WHERE id = ?", (paid_at.isoformat(), order.id))
                logger.info("print the receipt of order %s", order.id)

    def count_received(self, payment_id: str) -> int:
        with self._transaction() as database:
            row = database.execute("SELECT COUNT(*) FROM received WHERE payment_id = ?", (payment_id,)).fetchone()
            return int(row[0])

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        database = sqlite3.connect(self._file, isolation_level=None, timeout=20)
        try:
            database.execute("BEGIN IMMEDIATE")
            yield database
            database.execute("COMMIT")
        finally:
            # What was not committed is undone.
            database.close()
