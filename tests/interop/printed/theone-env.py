import os
from dotenv import load_dotenv

load_dotenv()

api_key = os.getenv('TRADING_API_KEY')
secret = os.getenv('TRADING_API_SECRET')
base_url = os.getenv('TRADING_API_BASE_URL')

client = TradingAPIClient(api_key, secret, base_url)
