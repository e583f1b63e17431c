"""The vendors, one file each behind one small contract (`contract.py`); none knows a table of ours."""
