"""The continuous double auction: a book of orders, and people who trade with each other."""
