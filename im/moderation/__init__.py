"""Moderation: who may not write for now, and (rules of words) what may not be written."""
