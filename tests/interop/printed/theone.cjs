const crypto = require('crypto');
const axios = require('axios');

class TradingAPIClient {
  constructor(apiKey, secret, baseURL = 'https://partner-api.the-one.io') {
    this.apiKey = apiKey;
    this.secret = secret;
    this.baseURL = baseURL;
  }

  generateSignature(method, path, timestamp, nonce, body = '') {
    // Calculate body hash
    const bodyHash = crypto
      .createHash('sha256')
      .update(body)
      .digest('hex');

    // Create canonical string
    const canonical = `${method.toUpperCase()}\n${path}\n${timestamp}\n${nonce}\n${bodyHash}`;

    // Generate signature
    const signature = crypto
      .createHmac('sha256', this.secret)
      .update(canonical)
      .digest('hex');

    return signature;
  }

  async makeRequest(method, path, data = null, params = null) {
    // Generate timestamp and nonce
    const timestamp = Date.now();
    const nonce = `nonce_${timestamp}_${Math.random()}`;

    // Prepare body
    const body = data ? JSON.stringify(data) : '';

    // Add query params to path
    let fullPath = path;
    if (params) {
      const queryString = Object.entries(params)
        .map(([k, v]) => `${k}=${v}`)
        .join('&');
      fullPath = `${path}?${queryString}`;
    }

    // Generate signature
    const signature = this.generateSignature(method, fullPath, timestamp, nonce, body);

    // Prepare headers
    const headers = {
      'Content-Type': 'application/json',
      'X-API-KEY': this.apiKey,
      'X-API-TIMESTAMP': timestamp.toString(),
      'X-API-NONCE': nonce,
      'X-API-SIGN': signature
    };

    // Make request
    const url = `${this.baseURL}${fullPath}`;
    const response = await axios({
      method: method,
      url: url,
      headers: headers,
      data: data
    });

    return response.data;
  }

  async estimate(fromAsset, toAsset, amount, options = {}) {
    const data = {
      from: fromAsset,
      to: toAsset,
      amount: amount,
      ...options
    };
    return await this.makeRequest('POST', '/api/v1/estimate', data);
  }

  async swap(fromAsset, toAsset, amount, options = {}) {
    const data = {
      from: fromAsset,
      to: toAsset,
      amount: amount,
      ...options
    };
    return await this.makeRequest('POST', '/api/v1/swap', data);
  }

  async getOrderStatus(orderId) {
    return await this.makeRequest('GET', `/api/v1/orders/${orderId}/status`);
  }

  async getBalances() {
    return await this.makeRequest('GET', '/api/v1/balances');
  }
}

// Usage example
(async () => {
  const client = new TradingAPIClient('test_key_1', 'test_secret_1');

  try {
    // Get estimate
    const estimate = await client.estimate('ETH', 'USDT', '1.5');
    console.log('Estimate:', estimate);

    // Execute swap
    const swapResult = await client.swap('ETH', 'USDT', '1.5', { slippage_bps: 30 });
    console.log('Swap:', swapResult);

    // Get balances
    const balances = await client.getBalances();
    console.log('Balances:', balances);
  } catch (error) {
    console.error('Error:', error.response?.data || error.message);
  }
})();
