package kgitontest

import "testing"

// ForTest returns an account that fails another test.
func ForTest(t testing.TB, account *Account) *Account {
	return &Account{Control: account.Control, t: t}
}
