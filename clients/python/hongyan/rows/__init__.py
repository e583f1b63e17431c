"""The rows of the API as methods. Made by `make client`: do not edit."""

from hongyan.rows.everything import AsyncRows, Rows

__all__ = ["AsyncRows", "Rows"]
