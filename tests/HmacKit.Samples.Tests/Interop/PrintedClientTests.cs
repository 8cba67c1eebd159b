using Xunit.Abstractions;

namespace HmacKit.Samples.Tests.Interop;

/// <summary>The clients that the documents print, run against the sample host. What a test changes in one, it says.</summary>
public class PrintedClientTests(PrintedHost host, ITestOutputHelper output) : IClassFixture<PrintedHost>
{
    /// <summary>From a variable of this name on, bash finds no command any more.</summary>
    private static readonly (string, string)[] NoPath = [("PATH", "REQUEST_PATH")];

    /// <summary>A string of JavaScript in Python.</summary>
    private static readonly (string, string)[] NoTemplateString = [("`Bearer ${user_jwt}`", "f\"Bearer {user_jwt}\"")];

    [Fact]
    public async Task TheOne_s_key_is_created_with_its_secret() => Prints(await Printed("theone-keys.sh", needs: ["curl"]).RunAsync(), "\"api_key\":", "\"secret\":", "\"warning\":");

    [Fact]
    public async Task TheOne_s_bash_gets_an_estimate() =>
        Prints(await Printed("theone.sh", NoPath, needs: ["curl", "openssl", "sha256sum", "awk"]).RunAsync(), "\"estimated_amount\":");

    [Fact]
    public async Task TheOne_s_server_time_is_good_to_sign_with()
    {
        Prints(await Printed("theone-time.sh", needs: ["curl"]).RunAsync(), "\"serverTime\":");
        Prints(await Printed("theone-balances.sh", NoPath, needs: ["curl", "openssl", "sha256sum", "awk", "jq"]).RunAsync(), "\"balances\":", "\"ETH\"");
    }

    [Fact]
    public async Task TheOne_s_Python_makes_all_its_calls_where_the_host_says_that_a_sender_reformats_its_JSON()
    {
        await using var other = new Disposing(await PrintedHost.StartAsync(("HmacKit:theone:AcceptCompactJsonBecauseTheSenderReformatsIt", "true")));
        Prints(await new PrintedClient("theone.py", other.Host.Address, output).RunAsync(), "Estimate: {", "Swap: {", "Balances: {");
    }

    [Fact]
    public async Task TheOne_s_Python_is_refused_otherwise_since_what_it_signs_is_not_what_it_sends()
    {
        if (await Printed("theone.py").RunAsync() is { } run)
        {
            Assert.Equal(1, run.ExitCode);
            Assert.Contains("401 Client Error", run.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task TheOne_s_Python_takes_its_keys_from_a_file()
    {
        PrintedClient settings = Printed("theone.env", [("your_api_key_here", "test_key_2"), ("your_secret_here", "test_secret_2")]);
        var client = new PrintedClient("theone-env.py", host.Address, output)
        {
            Before = "from theone import TradingAPIClient\n",
            After = "print('Balances:', client.get_balances())\n",
            Beside = [(".env", settings.Text()), ("theone.py", Printed("theone.py").Text())],
        };
        Prints(await client.RunAsync(), "Balances: {");
    }

    [Fact]
    public async Task TheOne_s_Node_estimates_swaps_and_reads_balances() => Prints(await Printed("theone.cjs").RunAsync(), "Estimate: {", "Swap: {", "Balances: {");

    [Fact]
    public async Task TheOne_s_Node_may_trade_with_the_second_test_key_too() =>
        Prints(await Printed("theone.cjs", [("'test_key_1', 'test_secret_1'", "'test_key_2', 'test_secret_2'")]).RunAsync(), "Estimate: {", "Swap: {", "Balances: {");

    [Fact]
    public async Task TheOne_s_Go_estimates_and_reads_balances() => Prints(await Printed("theone.go").RunAsync(), "Estimate: map[", "Balances: map[");

    [Fact]
    public async Task OORT_s_Python_creates_a_task() => Prints(await Printed("oort.py", after: "print(response.text)\n").RunAsync(), "\"code\":0", "subtask_001");

    [Theory]
    [InlineData(null, "{'limit': '5', 'subtask_id': 'subtask_001'}", 200)]
    [InlineData(null, "{'limit': 5, 'subtask_id': 'subtask_001'}", 401)]
    [InlineData("limit", "{'limit': 5, 'subtask_id': 'subtask_001'}", 200)]
    [InlineData("limit", "{'limit': '5', 'subtask_id': 'subtask_001'}", 401)]
    public async Task OORT_s_Python_signs_a_dict_of_texts_or_of_other_types_where_the_settings_say_so(string? json, string query, int status)
    {
        await using var other = new Disposing(await PrintedHost.StartAsync(json is null ? [] : [("Oort:JsonQueryParameters:0", json)]));
        var client = new PrintedClient("oort.py", other.Host.Address, output)
        {
            After = $$"""
                query = {{query}}
                timestamp = str(int(time.time()))
                headers["D-TIMESTAMP"] = timestamp
                headers["D-SIGNATURE"] = generate_signature(api_secret, b"", timestamp, query)
                print(requests.get(url.replace("create_task", "tasks"), params=query, headers=headers).status_code)

                """,
        };
        Prints(await client.RunAsync(), $"{status}\n");
    }

    [Fact]
    public async Task OneRing_s_Python_reads_who_it_is_and_its_limit() =>
        Prints(await Printed("onering-me.py").RunAsync(), "'owner_user_id': 'user_xyz'", "'rate_limit_tier': 'pro'", "\n1000\n");

    [Fact]
    public async Task OneRing_s_Python_creates_a_webhook() =>
        Prints(await Printed("onering-webhook.py", after: "print(webhook)\n").RunAsync(), "'secret': 'whsec_", "'last_delivered_at': None", "enforcement.failed");

    [Theory]
    [InlineData("onering-health.sh", "\"rate_limit_tier\": \"pro\"")]
    [InlineData("onering-limits.sh", "Rate Limit: 200")]
    public async Task OneRing_s_bash_reads(string file, string expected) => Prints(await Printed(file, needs: ["curl", "jq", "grep"]).RunAsync(), expected);

    [Fact]
    public async Task OneRing_s_bash_reads_the_status_of_its_webhooks()
    {
        await OneRing_s_Python_creates_a_webhook();
        Prints(await Printed("onering-status.sh", needs: ["curl", "jq"]).RunAsync(), "\"last_delivered_at\": null");
    }

    [Fact]
    public async Task OneRing_s_Python_waits_for_the_reset_and_no_longer()
    {
        await using var other = new Disposing(await PrintedHost.StartAsync(
            ("HmacKit:Limits:Tiers:free:InAnyHour", null),
            ("HmacKit:Limits:Tiers:free:Limits:0:Tokens", "1"),
            ("HmacKit:Limits:Tiers:free:Limits:0:Period", "00:00:05"),
            ("HmacKit:Limits:Tiers:free:Limits:0:Window", "true")));
        string call = $"print(make_request_with_retry('{other.Host.Address}/v1/external/me', {{'Authorization': 'Bearer osk_test_free'}}).status_code)\n";
        ProgramRun? run = await new PrintedClient("onering-retry.py", other.Host.Address, output) { After = call + call }.RunAsync();
        Prints(run, "Rate limited. Waiting ");
        if (run is not null)
        {
            Assert.Equal(["200", "200"], run.Output.Split('\n').Where(static line => line == "200"));
            Assert.Single(run.Output.Split('\n'), static line => line.StartsWith("Rate limited", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task OsayCore_s_Python_signs_a_user_in_takes_credits_gives_some_and_reads_the_context()
    {
        PrintedClient Beside(string name) => Printed($"osaycore-{name}.py", name is "deduct" or "context" ? NoTemplateString : []);
        var client = new PrintedClient("osaycore-jwt.py", host.Address, output)
        {
            Beside = [.. new[] { "deduct", "add", "context" }.Select(name => ($"{name}.py", Beside(name).Text()))],
            After = """

                from deduct import deduct_user_credits_api
                from add import add_user_credits_api
                from context import get_user_context_api
                jwt = get_osaycore_user_jwt("uuid-of-user")
                print("deducted", deduct_user_credits_api(jwt, 5, "Generated image #123"))
                print("too much", deduct_user_credits_api(jwt, 5000000, "Everything"))
                print("added", add_user_credits_api("uuid-of-user", 25.5, "Welcome", payment_id="payment-1"))
                print("context", get_user_context_api(jwt)["credit_balance"])

                """,
        };
        Prints(await client.RunAsync(), "deducted {'success': True", "too much {'success': False, 'error': 'Insufficient credits'}", "added {'success': True", "context {'balance': ");
    }

    [Theory]
    [InlineData("osaycore-flask.py", "Config.OSAYCORE_API_KEY, Config.OSAYCORE_SECRET_KEY", "Config.OSAYCORE_BASE_URL")]
    [InlineData("osaycore-django.py", "OSAYCORE_API_KEY, OSAYCORE_SECRET_KEY", "OSAYCORE_BASE_URL")]
    public async Task OsayCore_s_headers_for_a_framework_fit_the_string_that_was_signed(string file, string keys, string baseUrl) =>
        Prints(
            await Printed(file, after: $$"""

                import requests
                payload = {"user_id": "uuid-of-user"}
                headers = generate_osaycore_hmac_headers({{keys}}, "POST", "/auth/generate-user-jwt", payload)
                response = requests.post({{baseUrl}} + "/auth/generate-user-jwt", headers=headers, data=json.dumps(payload, separators=(',', ':')))
                print(response.status_code, response.json()["jwt_token"][:3])

                """).RunAsync(),
            "200 eyJ");

    [Fact]
    public async Task The_guide_s_Node_verifies_what_is_signed_in_its_form_and_nothing_else()
    {
        const string Body = """{"type":"stock.changed","sku":"Köln","quantity":7}""";
        var signer = new RequestSigner(SchemeCatalog.Body, new KeyRing(SchemeCatalog.Body.ImportKey("guide_webhook_test_secret")));
        string signature = signer.Sign(new RawRequest("POST", "/guide/webhooks", [], System.Text.Encoding.UTF8.GetBytes(Body))).Single().Value;
        string forged = (signature[0] == 'a' ? "b" : "a") + signature[1..];
        string after = $$"""

            const body = '{{Body}}';
            console.log(verifyWebhook(body, '{{signature}}', 'guide_webhook_test_secret'), verifyWebhook(body + ' ', '{{signature}}', 'guide_webhook_test_secret'),
              verifyWebhook(body, '{{forged}}', 'guide_webhook_test_secret'), verifyWebhook(body, '{{signature}}', 'another'));

            """;
        Prints(await Printed("guide-webhook.cjs", after: after).RunAsync(), "true false false false");
    }

    private static void Prints(ProgramRun? run, params string[] expected)
    {
        if (run is not null)
        {
            Assert.True(run.ExitCode == 0, run.Output + run.Error);
            Assert.All(expected, text => Assert.Contains(text, run.Output, StringComparison.Ordinal));
        }
    }

    private PrintedClient Printed(string file, (string, string)[]? changes = null, string[]? needs = null, string after = "") =>
        new(file, host.Address, output) { Changes = changes ?? [], Needs = needs ?? [], After = after };

    private sealed class Disposing(PrintedHost host) : IAsyncDisposable
    {
        public PrintedHost Host => host;

        public ValueTask DisposeAsync() => new(host.DisposeAsync());
    }
}
