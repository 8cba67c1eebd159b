import requests
import time

def make_request_with_retry(url, headers, max_retries=3):
    """Make request, retry on rate limit."""
    for attempt in range(max_retries):
        response = requests.get(url, headers=headers)
        
        if response.status_code == 429:  # Rate limited
            reset_time = int(response.headers["X-RateLimit-Reset"])
            sleep_seconds = max(reset_time - time.time(), 0)
            print(f"Rate limited. Waiting {sleep_seconds} seconds...")
            time.sleep(sleep_seconds + 1)  # Wait slightly past reset
            continue
        
        return response
    
    raise Exception("Max retries exceeded")
