"""Calls to the operator: above every page of whoever may rescue."""
