package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	_ "modernc.org/sqlite"
)

// schema counts each payment once: its id is a primary key.
const schema = `
CREATE TABLE IF NOT EXISTS orders (
	id     TEXT PRIMARY KEY,
	amount INTEGER NOT NULL,
	status TEXT NOT NULL DEFAULT 'waiting'
);
CREATE TABLE IF NOT EXISTS payments (
	payment_id TEXT PRIMARY KEY,
	order_id   TEXT NOT NULL REFERENCES orders (id),
	amount     INTEGER NOT NULL
);`

var errNoOrder = errors.New("no such order")

// orders keeps orders and the payments that they got.
type orders struct{ db *sql.DB }

func openOrders(ctx context.Context, file string) (*orders, error) {
	db, err := sql.Open("sqlite", file+"?_pragma=busy_timeout(5000)")
	if err != nil {
		return nil, err
	}
	// SQLite has one writer.
	db.SetMaxOpenConns(1)
	if _, err := db.ExecContext(ctx, schema); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return &orders{db}, nil
}

// add adds an order, unless it is there.
func (o *orders) add(ctx context.Context, id string, amount int64) error {
	_, err := o.db.ExecContext(ctx, "INSERT INTO orders (id, amount) VALUES (?, ?) ON CONFLICT DO NOTHING", id, amount)
	return err
}

func (o *orders) status(ctx context.Context, id string) (status string, err error) {
	err = o.db.QueryRowContext(ctx, "SELECT status FROM orders WHERE id = ?", id).Scan(&status)
	if errors.Is(err, sql.ErrNoRows) {
		return "", errNoOrder
	}
	return status, err
}

// pay counts a payment once, and marks its order as paid in the same transaction. It reports whether the order was not paid
// before.
func (o *orders) pay(ctx context.Context, paymentID, orderID string, amount int64) (isPaidNow bool, err error) {
	tx, err := o.db.BeginTx(ctx, nil)
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, ignoreDone(tx.Rollback())) }()
	inserted, err := tx.ExecContext(ctx,
		"INSERT INTO payments (payment_id, order_id, amount) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", paymentID, orderID, amount)
	if err != nil {
		return false, err
	}
	if rows, err := inserted.RowsAffected(); err != nil || rows == 0 {
		return false, err
	}
	var status string
	err = tx.QueryRowContext(ctx, "SELECT status FROM orders WHERE id = ? AND amount = ?", orderID, amount).Scan(&status)
	if err != nil {
		return false, fmt.Errorf("payment %s of %d rupiah for the order %s: %w", paymentID, amount, orderID, err)
	}
	// Also an order that was cancelled in the meantime: the money is there, and somebody has to look at it.
	if _, err := tx.ExecContext(ctx, "UPDATE orders SET status = 'paid' WHERE id = ?", orderID); err != nil {
		return false, err
	}
	return status != "paid", tx.Commit()
}

func ignoreDone(err error) error {
	if errors.Is(err, sql.ErrTxDone) {
		return nil
	}
	return err
}

func (o *orders) cancel(ctx context.Context, id string) error {
	_, err := o.db.ExecContext(ctx, "UPDATE orders SET status = 'cancelled' WHERE id = ? AND status = 'waiting'", id)
	return err
}

// count returns how often a payment was counted.
func (o *orders) count(ctx context.Context, paymentID string) (count int, err error) {
	err = o.db.QueryRowContext(ctx, "SELECT count(*) FROM payments WHERE payment_id = ?", paymentID).Scan(&count)
	return count, err
}
