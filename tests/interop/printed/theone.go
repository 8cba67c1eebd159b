package main

import (
    "crypto/hmac"
    "crypto/sha256"
    "encoding/hex"
    "encoding/json"
    "fmt"
    "io"
    "net/http"
    "strings"
    "time"
)

type TradingAPIClient struct {
    apiKey  string
    secret  string
    baseURL string
    client  *http.Client
}

func NewTradingAPIClient(apiKey, secret string) *TradingAPIClient {
    return &TradingAPIClient{
        apiKey:  apiKey,
        secret:  secret,
        baseURL: "https://partner-api.the-one.io",
        client:  &http.Client{Timeout: 30 * time.Second},
    }
}

func (c *TradingAPIClient) generateSignature(method, path string, timestamp int64, nonce, body string) string {
    // Calculate body hash
    bodyHash := sha256.Sum256([]byte(body))
    bodyHashHex := hex.EncodeToString(bodyHash[:])
    
    // Create canonical string
    canonical := fmt.Sprintf("%s\n%s\n%d\n%s\n%s",
        strings.ToUpper(method),
        path,
        timestamp,
        nonce,
        bodyHashHex,
    )
    
    // Generate signature
    mac := hmac.New(sha256.New, []byte(c.secret))
    mac.Write([]byte(canonical))
    signature := hex.EncodeToString(mac.Sum(nil))
    
    return signature
}

func (c *TradingAPIClient) makeRequest(method, path string, data interface{}) ([]byte, error) {
    // Generate timestamp and nonce
    timestamp := time.Now().UnixMilli()
    nonce := fmt.Sprintf("nonce_%d", timestamp)
    
    // Prepare body
    var body string
    var bodyReader io.Reader
    if data != nil {
        bodyBytes, err := json.Marshal(data)
        if err != nil {
            return nil, fmt.Errorf("failed to marshal data: %w", err)
        }
        body = string(bodyBytes)
        bodyReader = strings.NewReader(body)
    } else {
        body = ""
    }
    
    // Generate signature
    signature := c.generateSignature(method, path, timestamp, nonce, body)
    
    // Create request
    url := c.baseURL + path
    req, err := http.NewRequest(method, url, bodyReader)
    if err != nil {
        return nil, fmt.Errorf("failed to create request: %w", err)
    }
    
    // Add headers
    req.Header.Set("Content-Type", "application/json")
    req.Header.Set("X-API-KEY", c.apiKey)
    req.Header.Set("X-API-TIMESTAMP", fmt.Sprintf("%d", timestamp))
    req.Header.Set("X-API-NONCE", nonce)
    req.Header.Set("X-API-SIGN", signature)
    
    // Make request
    resp, err := c.client.Do(req)
    if err != nil {
        return nil, fmt.Errorf("request failed: %w", err)
    }
    defer resp.Body.Close()
    
    // Read response
    respBody, err := io.ReadAll(resp.Body)
    if err != nil {
        return nil, fmt.Errorf("failed to read response: %w", err)
    }
    
    // Check status code
    if resp.StatusCode < 200 || resp.StatusCode >= 300 {
        return respBody, fmt.Errorf("HTTP error %d: %s", resp.StatusCode, string(respBody))
    }
    
    return respBody, nil
}

func (c *TradingAPIClient) Estimate(fromAsset, toAsset, amount string) (map[string]interface{}, error) {
    data := map[string]interface{}{
        "from":   fromAsset,
        "to":     toAsset,
        "amount": amount,
    }
    
    respBody, err := c.makeRequest("POST", "/api/v1/estimate", data)
    if err != nil {
        return nil, err
    }
    
    var result map[string]interface{}
    if err := json.Unmarshal(respBody, &result); err != nil {
        return nil, fmt.Errorf("failed to parse response: %w", err)
    }
    
    return result, nil
}

func (c *TradingAPIClient) Swap(fromAsset, toAsset, amount string, slippageBps int) (map[string]interface{}, error) {
    data := map[string]interface{}{
        "from":         fromAsset,
        "to":           toAsset,
        "amount":       amount,
        "slippage_bps": slippageBps,
    }
    
    respBody, err := c.makeRequest("POST", "/api/v1/swap", data)
    if err != nil {
        return nil, err
    }
    
    var result map[string]interface{}
    if err := json.Unmarshal(respBody, &result); err != nil {
        return nil, fmt.Errorf("failed to parse response: %w", err)
    }
    
    return result, nil
}

func (c *TradingAPIClient) GetBalances() (map[string]interface{}, error) {
    respBody, err := c.makeRequest("GET", "/api/v1/balances", nil)
    if err != nil {
        return nil, err
    }
    
    var result map[string]interface{}
    if err := json.Unmarshal(respBody, &result); err != nil {
        return nil, fmt.Errorf("failed to parse response: %w", err)
    }
    
    return result, nil
}

func main() {
    client := NewTradingAPIClient("test_key_1", "test_secret_1")
    
    // Get estimate
    estimate, err := client.Estimate("ETH", "USDT", "1.5")
    if err != nil {
        fmt.Printf("Error getting estimate: %v\n", err)
    } else {
        fmt.Printf("Estimate: %+v\n", estimate)
    }
    
    // Get balances
    balances, err := client.GetBalances()
    if err != nil {
        fmt.Printf("Error getting balances: %v\n", err)
    } else {
        fmt.Printf("Balances: %+v\n", balances)
    }
}
