<?php

/** The database of the shop. payment_id is a primary key, so each payment counts once. */
function orders(): PDO
{
    // 'mysql:host=…;dbname=…' works too, with VARCHAR(64) for the keys.
    $pdo = new PDO(getenv('DATABASE') ?: 'sqlite:' . __DIR__ . '/shop.sqlite3');
    $pdo->setAttribute(PDO::ATTR_ERRMODE, PDO::ERRMODE_EXCEPTION);
    // With SQLite, two webhooks at once wait for each other.
    $pdo->setAttribute(PDO::ATTR_TIMEOUT, 10);
    $pdo->exec('CREATE TABLE IF NOT EXISTS orders (id VARCHAR(64) PRIMARY KEY, amount INTEGER, is_paid INTEGER)');
    $pdo->exec('CREATE TABLE IF NOT EXISTS payments (payment_id VARCHAR(64) PRIMARY KEY, order_id VARCHAR(64))');

    return $pdo;
}
