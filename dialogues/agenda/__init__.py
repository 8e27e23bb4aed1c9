"""What happens when, where and led by whom."""
