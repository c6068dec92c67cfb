"""Small builders shared by the tests: a city, its people, their reports."""
