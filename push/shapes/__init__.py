"""How things of push look: plain dicts; `serializers` has their shapes."""
