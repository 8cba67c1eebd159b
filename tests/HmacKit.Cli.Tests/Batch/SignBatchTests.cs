using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace HmacKit.Cli.Tests.Batch;

public class SignBatchTests
{
    // Independent: the example of Standard Webhooks' own test suites.
    private const string StandardWebhooks =
        """{"id":"s","scheme":"standard-webhooks","keyId":"","secret":"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw","method":"POST","target":"/hook","bodyBase64":"eyJ0ZXN0IjogMjQzMjIzMjMxNH0=","timestamp":"1614265330","nonce":"","messageId":"msg_p5jXN8AQM9LWM0D4loKWxJek"}""";

    private static readonly string[] Command = ["sign", "--batch", "-"];

    [Fact]
    public void What_others_signed_gets_the_very_same_headers_again()
    {
        JsonObject[] vectors = [.. RequestVectors.Lines.Select(RequestVectors.Parse).Where(vector => vector.Text("expect") == "valid")];
        Assert.True(vectors.Length >= 200);

        CommandRun run = CommandRun.With(string.Join('\n', vectors.Select(ToSignLine)), Command).AssertDone();
        Assert.Equal(vectors.Length, run.Lines.Length);
        for (int i = 0; i < vectors.Length; i++)
        {
            JsonObject answer = RequestVectors.Parse(run.Lines[i]);
            Assert.Equal(vectors[i].Text("id"), answer.Text("id"));
            var theirs = vectors[i]["headers"]!.AsObject().ToDictionary(header => header.Key, header => header.Value!.GetValue<string>(), StringComparer.OrdinalIgnoreCase);
            JsonObject ours = answer["headers"]!.AsObject();
            Assert.NotEmpty(ours);
            Assert.All(ours, header => Assert.Equal(theirs[header.Key], header.Value!.GetValue<string>()));
        }
    }

    [Fact]
    public void The_answer_is_the_request_with_its_headers_in_the_schemes_order()
    {
        Assert.Equal(
            """{"id":"s","method":"POST","url":"/hook","headers":{"webhook-id":"msg_p5jXN8AQM9LWM0D4loKWxJek","webhook-timestamp":"1614265330","webhook-signature":"v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="},"bodyBase64":"eyJ0ZXN0IjogMjQzMjIzMjMxNH0="}""" + "\n",
            CommandRun.With(StandardWebhooks, Command).AssertDone().Output);
    }

    [Fact]
    public void A_timestamp_may_be_a_number()
    {
        string line = StandardWebhooks.Replace("\"1614265330\"", "1614265330", StringComparison.Ordinal);
        Assert.Contains("g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", CommandRun.With(line, Command).AssertDone().Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Time_and_id_that_a_line_does_not_say_are_made_up()
    {
        string line = StandardWebhooks
            .Replace("\"timestamp\":\"1614265330\",", "", StringComparison.Ordinal)
            .Replace("\"msg_p5jXN8AQM9LWM0D4loKWxJek\"", "null", StringComparison.Ordinal);
        JsonObject headers = RequestVectors.Parse(CommandRun.With(line, Command).AssertDone().Output)["headers"]!.AsObject();

        Assert.Equal("1767355200", headers.Text("webhook-timestamp")); // CommandRun.Noon
        Assert.Matches("^[0-9a-f]{32}$", headers.Text("webhook-id"));
    }

    [Theory]
    [InlineData("\"id\":", "\"headers\":5,\"id\":", "'headers' isn't an object")]
    [InlineData("msg_p5jXN8AQM9LWM0D4loKWxJek", "a.b", "can't be expressed")]
    [InlineData("msg_p5jXN8AQM9LWM0D4loKWxJek", "", "printable ASCII")]
    [InlineData("whsec_", "whsec-", "base64")]
    public void What_cannot_be_signed_is_an_error(string old, string replacement, string reason)
    {
        string line = StandardWebhooks.Replace(old, replacement, StringComparison.Ordinal);
        JsonObject answer = RequestVectors.Parse(CommandRun.With(line, Command).AssertDone().Output);
        Assert.Equal("s", answer.Text("id"));
        Assert.Contains(reason, answer.Text("error"), StringComparison.Ordinal);
        Assert.DoesNotContain("Parameter", answer.Text("error"), StringComparison.Ordinal);
    }

    // Independent: Binance's documentation, "SIGNED endpoint example", its first example.
    private const string Binance =
        """{"id":"b","scheme":"binance","keyId":"vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A","secret":"NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j","method":"POST","url":"https://api.binance.com/api/v3/order?symbol=LTCBTC&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=0.1&recvWindow=5000","headers":{"Accept":["a","b"]},"timestamp":"1499827319559"}""";

    [Fact]
    public void What_the_query_carries_is_in_the_answers_url()
    {
        JsonObject answer = RequestVectors.Parse(CommandRun.With(Binance, Command).AssertDone().Output);
        Assert.Equal("POST", answer.Text("method"));
        Assert.Equal(
            "https://api.binance.com/api/v3/order?symbol=LTCBTC&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=0.1&recvWindow=5000&timestamp=1499827319559&signature=c8db56825ae71d6d79447849e617115f4a920fa2acdcab2b053c4b2838bd6b71",
            answer.Text("url"));
        Assert.Equal(2, answer["headers"]!["Accept"]!.AsArray().Count);
        Assert.Equal("", answer.Text("bodyBase64"));
    }

    [Fact]
    public void A_line_without_key_id_is_an_error_where_the_request_has_to_name_one()
    {
        string line = Binance.Replace("\"keyId\"", "\"other\"", StringComparison.Ordinal);
        Assert.Contains("'keyId' is missing", CommandRun.With(line, Command).AssertDone().Output, StringComparison.Ordinal);
    }

    private static string ToSignLine(JsonObject vector)
    {
        var line = new JsonObject();
        foreach (string name in new[] { "id", "scheme", "keyId", "secret", "method", "target", "bodyBase64" })
        {
            line[name] = vector[name]!.DeepClone();
        }

        JsonObject headers = vector["headers"]!.AsObject();
        SignatureScheme scheme = SchemeCatalog.Find(vector.Text("scheme"))!;
        line["timestamp"] = ValueOf(scheme, headers, "timestamp");
        line["nonce"] = ValueOf(scheme, headers, "nonce");
        line["messageId"] = ValueOf(scheme, headers, "id");
        return line.ToJsonString();
    }

    /// <summary>What a request carries in place of a placeholder, read by the template of the header that has it; empty if none has.</summary>
    private static string ValueOf(SignatureScheme scheme, JsonObject headers, string name)
    {
        foreach (SchemeCarrier header in scheme.Headers.Where(header => header.Format.Template.Contains($"{{{name}}}", StringComparison.Ordinal)))
        {
            string value = headers.Single(item => string.Equals(item.Key, header.Name, StringComparison.OrdinalIgnoreCase)).Value!.GetValue<string>();
            string prefix = Regex.Match(header.Format.Template, $@"([^,; ]*)\{{{name}\}}").Groups[1].Value;
            return header.Format.Template == $"{{{name}}}" ? value : Regex.Match(value, $"(?:^|[,; ]){Regex.Escape(prefix)}([^,;\"]+)").Groups[1].Value;
        }

        return "";
    }
}
