// Calls the five APIs of samples/Providers, or verifies a OneRing webhook; see README.md.
package main

import (
	"bytes"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"strings"
	"time"
)

type headers map[string]string

var base = os.Args[1]

func tag(secret string, message ...string) string {
	mac := hmac.New(sha256.New, []byte(secret))
	io.WriteString(mac, strings.Join(message, ""))
	return hex.EncodeToString(mac.Sum(nil))
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
}

// call sends a request, prints its line, and returns the answer.
func call(name, method, target string, head headers, body string) map[string]any {
	request, err := http.NewRequest(method, base+target, strings.NewReader(body))
	check(err)
	request.Header.Set("Content-Type", "application/json")
	for name, value := range head {
		request.Header.Set(name, value)
	}
	response, err := http.DefaultClient.Do(request)
	check(err)
	defer response.Body.Close()
	fmt.Println(name, response.StatusCode)
	answer := map[string]any{}
	if response.StatusCode < 300 && response.ContentLength != 0 {
		check(json.NewDecoder(response.Body).Decode(&answer))
	}
	return answer
}

func unixSeconds() string { return strconv.FormatInt(time.Now().Unix(), 10) }

func osaycore(body, secret, user string) headers {
	seconds := unixSeconds()
	head := headers{
		"X-OSAYCORE-API-KEY":   "YOUR_APP_API_KEY",
		"X-OSAYCORE-TIMESTAMP": seconds,
		"X-OSAYCORE-SIGNATURE": tag(secret, seconds, ".", body),
	}
	if user != "" {
		head["Authorization"] = "Bearer " + user
	}
	return head
}

func theone(method, target, body, secret string) headers {
	milliseconds := strconv.FormatInt(time.Now().UnixMilli(), 10)
	random := make([]byte, 16)
	_, err := rand.Read(random)
	check(err)
	nonce := hex.EncodeToString(random)
	digest := sha256.Sum256([]byte(body))
	message := strings.Join([]string{method, target, milliseconds, nonce, hex.EncodeToString(digest[:])}, "\n")
	return headers{"X-API-KEY": "test_key_1", "X-API-TIMESTAMP": milliseconds, "X-API-NONCE": nonce, "X-API-SIGN": tag(secret, message)}
}

func oort(target, body, secret string) headers {
	seconds, text := unixSeconds(), ""
	address, err := url.Parse(target)
	check(err)
	if query := address.Query(); len(query) > 0 {
		values := map[string]string{}
		for name := range query {
			values[name] = query.Get(name)
		}
		buffer := new(bytes.Buffer)
		encoder := json.NewEncoder(buffer) // sorts the names of a map
		encoder.SetEscapeHTML(false)
		check(encoder.Encode(values))
		text = strings.TrimSuffix(buffer.String(), "\n")
	}
	return headers{"D-API-KEY": "your_api_key", "D-TIMESTAMP": seconds, "D-SIGNATURE": tag(secret, text, body, seconds)}
}

func text(value any) string {
	s, _ := value.(string)
	return s
}

func callAll() {
	bearer := headers{"Authorization": "Bearer osk_your_secret_here"}
	call("onering me", "GET", "/v1/external/me", bearer, "")
	call("onering rings", "GET", "/v1/external/users/user_xyz/rings", bearer, "")
	call("onering event", "POST", "/v1/external/events", bearer, `{"event_type":"test.event","data":{"message":"Testing webhook"}}`)
	call("onering wrong key", "GET", "/v1/external/me", headers{"Authorization": "Bearer osk_wrong"}, "")

	const app = "YOUR_APP_SECRET_KEY"
	body := `{"user_id":"uuid-of-user"}`
	user := text(call("osaycore token", "POST", "/api/auth/generate-user-jwt", osaycore(body, app, ""), body)["jwt_token"])
	call("osaycore wrong secret", "POST", "/api/auth/generate-user-jwt", osaycore(body, "wrong", ""), body)
	body = `{"user_id":"uuid-of-user","amount":3,"transaction_type":"BONUS","description":"Köln"}`
	call("osaycore add", "POST", "/api/credits/add-credits", osaycore(body, app, ""), body)
	body = `{"amount":1.5,"description":"A report"}`
	call("osaycore deduct", "POST", "/api/action/deduct-credits", osaycore(body, app, user), body)
	call("osaycore context", "GET", "/api/user/context", osaycore("", app, user), "")
	call("osaycore context without user", "GET", "/api/user/context", osaycore("", app, ""), "")

	const secret = "test_secret_1"
	call("theone time", "GET", "/api/v1/time", headers{}, "")
	body = `{"from":"ETH","to":"USDT","amount":"1.5"}`
	call("theone estimate", "POST", "/api/v1/estimate", theone("POST", "/api/v1/estimate", body, secret), body)
	target := "/api/v1/estimate?source=a%2Fb"
	call("theone estimate with a query", "POST", target, theone("POST", target, body, secret), body)
	call("theone wrong secret", "POST", "/api/v1/estimate", theone("POST", "/api/v1/estimate", body, "wrong"), body)
	order := text(call("theone swap", "POST", "/api/v1/swap", theone("POST", "/api/v1/swap", body, secret), body)["order_id"])
	target = "/api/v1/orders/" + order + "/status"
	call("theone order", "GET", target, theone("GET", target, "", secret), "")
	head := theone("GET", "/api/v1/balances", "", secret)
	call("theone balances", "GET", "/api/v1/balances", head, "")
	call("theone balances again", "GET", "/api/v1/balances", head, "")
	call("theone broker", "POST", "/broker/v1/keys", headers{"Authorization": "Bearer YOUR_BROKER_TOKEN"}, `{"name":"Interop","permissions":["read"]}`)

	body = `{"subtask_id":"interop 1","config":{"keyword":"Köln"}}`
	call("oort create", "POST", "/api/plugin/create_task", oort("/api/plugin/create_task", body, "your_api_secret"), body)
	target = "/api/plugin/tasks?subtask_id=interop%201&limit=10"
	call("oort tasks", "GET", target, oort(target, "", "your_api_secret"), "")
	call("oort wrong secret", "GET", target, oort(target, "", "wrong"), "")

	key := headers{"X-API-Key": "your_api_key_here"}
	call("guide products", "GET", "/guide/products?page=1&limit=5", key, "")
	call("guide bulk", "POST", "/guide/products/bulk", key, `{"items":[{"sku":"sku_003","quantity":4}]}`)
	body = `{"type":"stock.changed","sku":"sku_003","quantity":5}`
	call("guide webhook", "POST", "/guide/webhooks", headers{"X-Signature": tag("guide_webhook_test_secret", body)}, body)
	call("guide webhook wrong secret", "POST", "/guide/webhooks", headers{"X-Signature": tag("wrong", body)}, body)
}

func verify(secret, signature, timestamp, eventID string) bool {
	body, err := io.ReadAll(os.Stdin)
	check(err)
	expected := tag(secret, timestamp, ".", eventID, ".", string(body))
	given := []string{}
	for _, field := range strings.Split(signature, ",") {
		if strings.HasPrefix(field, "v1=") {
			given = append(given, field[3:])
		}
	}
	return len(given) == 1 && hmac.Equal([]byte(given[0]), []byte(expected))
}

func main() {
	if base != "verify" {
		callAll()
	} else if !verify(os.Args[2], os.Args[3], os.Args[4], os.Args[5]) {
		os.Exit(1)
	}
}
