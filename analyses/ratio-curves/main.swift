print("ratio-curves")
