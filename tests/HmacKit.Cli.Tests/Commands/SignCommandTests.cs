using System.Text;
using System.Text.Json.Nodes;

namespace HmacKit.Cli.Tests.Commands;

public class SignCommandTests
{
    // Independent: the example of Standard Webhooks' own test suites.
    private const string Body = """{"test": 2432232314}""";
    private const string Signature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

    private static readonly string[] Command =
    [
        "sign", "--scheme", "standard-webhooks", "--secret", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "--url", "https://u:p@h.example/hook?a=1#f",
        "--timestamp", "1614265330", "--id", "msg_p5jXN8AQM9LWM0D4loKWxJek", "--body-file", "-",
    ];

    [Fact]
    public void Headers_are_printed_in_the_schemes_order()
    {
        Assert.Equal(
            $"webhook-id: msg_p5jXN8AQM9LWM0D4loKWxJek\nwebhook-timestamp: 1614265330\nwebhook-signature: {Signature}\n",
            CommandRun.With(Body, Command).AssertDone().Output);
    }

    [Fact]
    public void Json_has_the_request_line_and_the_headers()
    {
        JsonObject json = RequestVectors.Parse(CommandRun.With(Body, [.. Command, "--output", "json"]).AssertDone().Output);
        Assert.Equal("standard-webhooks", json.Text("scheme"));
        Assert.Equal("POST", json.Text("method"));
        Assert.Equal("/hook?a=1", json.Text("target"));
        Assert.Equal(["webhook-id", "webhook-timestamp", "webhook-signature"], json["headers"]!.AsObject().Select(header => header.Key));
        Assert.Equal(Signature, json["headers"]!.AsObject().Text("webhook-signature"));
    }

    [Fact]
    public void Http_is_the_whole_request()
    {
        Assert.Equal(
            "PUT /hook?a=1 HTTP/1.1\r\nHost: h.example\r\nContent-Type: application/json\r\nwebhook-id: msg_p5jXN8AQM9LWM0D4loKWxJek\r\n"
            + $"webhook-timestamp: 1614265330\r\nwebhook-signature: {Signature}\r\nContent-Length: 20\r\n\r\n{Body}",
            CommandRun.With(Body, [.. Command, "--output", "http", "--method", "put", "--header", "Content-Type:application/json"]).AssertDone().Output);
    }

    [Fact]
    public void Http_keeps_every_byte_of_a_body_and_verify_reads_it()
    {
        byte[] body = [.. Enumerable.Range(0, 256).Select(i => (byte)i), .. "\r\n\n"u8];
        string[] scheme = ["--scheme", "theone", "--secret", "test_secret_1"];
        CommandRun signed = CommandRun.With(body, ["sign", .. scheme, "--key-id", "k", "--url", "/a/../b?x=%2f", "--body-file", "-", "--output", "http"]);
        Assert.Equal(body, signed.Bytes[^body.Length..]);
        Assert.StartsWith("POST /a/../b?x=%2f HTTP/1.1\r\nHost: \r\n", signed.Output, StringComparison.Ordinal);

        Assert.Equal("valid\n", CommandRun.With(signed.Bytes, ["verify", .. scheme, "-"]).Output);
        signed.Bytes[^1] ^= 1;
        Assert.StartsWith("signature_mismatch\n", CommandRun.With(signed.Bytes, ["verify", .. scheme, "-"]).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Time_nonce_and_id_are_made_up_where_they_are_not_given()
    {
        string[] command = ["sign", "--scheme", "theone", "--key-id", "k", "--secret", "0123456789abcdef", "--url", "/"];
        string[] first = CommandRun.Of(command).AssertDone().Lines;
        string[] second = CommandRun.Of(command).AssertDone().Lines;

        Assert.Equal("X-API-KEY: k", first[0]);
        Assert.Equal($"X-API-TIMESTAMP: {CommandRun.Noon.ToUnixTimeMilliseconds()}", first[1]);
        Assert.Matches("^X-API-NONCE: [0-9a-f]{32}$", first[2]);
        Assert.NotEqual(first[2], second[2]);
    }

    [Fact]
    public void A_timestamp_goes_on_the_wire_to_the_letter()
    {
        CommandRun run = CommandRun.Of("sign", "--scheme", "stripe", "--secret", "0123456789abcdef", "--url", "/", "--timestamp", "007 soon");
        Assert.StartsWith("Stripe-Signature: t=007 soon,v1=", run.AssertDone().Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_body_in_a_file_is_signed_byte_for_byte()
    {
        // Independent: GitHub's documentation.
        using var file = new TemporaryFile("Hello, World!");
        CommandRun run = CommandRun.Of("sign", "--scheme", "github", "--secret", "It's a Secret to Everybody", "--url", "/", "--body-file", file.Path);
        Assert.Equal("X-Hub-Signature-256: sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17\n", run.AssertDone().Output);
    }

    [Fact]
    public void What_the_scheme_has_no_use_for_is_warned_of()
    {
        CommandRun run = CommandRun.Of("sign", "--scheme", "github", "--secret", "0123456789abcdef", "--url", "/", "--nonce", "n", "--key-id", "k");
        Assert.Equal(0, run.ExitCode);
        Assert.Single(run.Lines);
        Assert.Contains("no use for --nonce", run.Error, StringComparison.Ordinal);
        Assert.Contains("no use for --key-id", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--scheme is missing", "--url", "/")]
    [InlineData("no scheme 'nope'", "--scheme", "nope")]
    [InlineData("--url is missing", "--scheme", "github")]
    [InlineData("--key-id is missing", "--scheme", "theone", "--url", "/")]
    [InlineData("printable ASCII", "--scheme", "theone", "--url", "/", "--key-id", "ключ")]
    [InlineData("isn't a method", "--scheme", "github", "--url", "/", "--method", "GE T")]
    [InlineData("isn't a method", "--scheme", "github", "--url", "/", "--method", "")]
    [InlineData("--header is 'Name: value'", "--scheme", "github", "--url", "/", "--header", "nocolon")]
    [InlineData("--header is 'Name: value'", "--scheme", "github", "--url", "/", "--header", "a b: c")]
    [InlineData("--header is 'Name: value'", "--scheme", "github", "--url", "/", "--header", "a: b\r\nc: d")]
    [InlineData("set by the scheme", "--scheme", "github", "--url", "/", "--header", "x-hub-signature-256: 1")]
    [InlineData("follows from the body", "--scheme", "github", "--url", "/", "--header", "content-length: 1")]
    [InlineData("printable ASCII", "--scheme", "stripe", "--url", "/", "--timestamp", "")]
    [InlineData("printable ASCII", "--scheme", "stripe", "--url", "/", "--timestamp", "1\r\nX: y")]
    [InlineData("can't be expressed", "--scheme", "stripe", "--url", "/", "--timestamp", "1.2")]
    [InlineData("can't be expressed", "--scheme", "oort", "--url", "/?a=1&a=2", "--key-id", "k")]
    [InlineData("absolute --url", "--scheme", "github", "--url", "/", "--output", "curl")]
    [InlineData("--output is one of headers, curl, http, json", "--scheme", "github", "--url", "/", "--output", "Curl")]
    [InlineData("there is no file", "--scheme", "github", "--url", "/", "--body-file", "/no/such/file")]
    [InlineData("over 67108864 bytes", "--scheme", "github", "--url", "/", "--body-file", "/dev/zero")]
    [InlineData("isn't a header name", "--scheme", "body", "--url", "/", "--signature-header", "a b")]
    [InlineData("is for the scheme 'body'", "--scheme", "github", "--url", "/", "--signature-header", "a")]
    [InlineData("expects a single argument", "--scheme", "github", "--scheme", "line")]
    public void Wrong_use_says_what_is_wrong(string reason, params string[] args)
    {
        Assert.Contains(reason, CommandRun.Of(["sign", "--secret", "0123456789abcdef", .. args]).AssertWrongUse(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_batch_leaves_no_room_for_other_options()
    {
        Assert.Contains("--url", CommandRun.Of("sign", "--batch", "-", "--url", "/").AssertWrongUse(), StringComparison.Ordinal);
        Assert.Contains("--output", CommandRun.Of("sign", "--batch", "-", "--output", "json").AssertWrongUse(), StringComparison.Ordinal);
        Assert.Contains("there is no file", CommandRun.Of("sign", "--batch", "/no/such/file").AssertWrongUse(), StringComparison.Ordinal);
    }

    [Fact]
    public void Standard_input_is_read_once()
    {
        string[] command = ["sign", "--scheme", "github", "--url", "/", "--body-file", "-", "--secret-file", "-"];
        Assert.Contains("standard input", CommandRun.With(Encoding.UTF8.GetBytes("x"), command).AssertWrongUse(), StringComparison.Ordinal);
    }

    // Independent: thumbor's documentation, "security", its example.
    private static readonly string[] Thumbor = ["sign", "--scheme", "thumbor", "--secret", "MY_SECURE_KEY", "--method", "GET", "--url", "https://cdn.example/300x200/smart/path/to/image.jpg"];

    [Fact]
    public void What_the_target_carries_is_printed_with_the_target()
    {
        string output = CommandRun.Of(Thumbor).Output;
        Assert.Matches("^GET https://cdn\\.example/[A-Za-z0-9_=-]{28}/300x200/smart/path/to/image\\.jpg\n$", output);
        string path = output.Trim()["GET https://cdn.example".Length..];
        Assert.Equal(path, RequestVectors.Parse(CommandRun.Of([.. Thumbor, "--output", "json"]).Output).Text("target"));
        Assert.StartsWith($"GET {path} HTTP/1.1\r\n", CommandRun.Of([.. Thumbor, "--output", "http"]).Output, StringComparison.Ordinal);
        Assert.Contains($"'https://cdn.example{path}'", CommandRun.Of([.. Thumbor, "--output", "curl"]).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_body_carries_is_printed_with_the_body_and_sent_with_it()
    {
        string[] command = ["sign", "--scheme", "mailgun", "--secret", "correct-horse-battery-staple", "--url", "https://h.example/hook", "--timestamp", "1700000000", "--body-file", "-"];
        const string body = """{"signature":{},"event-data":{"id":"1"}}""";
        string output = CommandRun.With(body, command).AssertDone().Output;
        Assert.StartsWith("\n{\"signature\":{\"timestamp\":", output, StringComparison.Ordinal);
        Assert.Contains("\"signature\":\"", output, StringComparison.Ordinal);
        Assert.Contains("\"timestamp\":", CommandRun.With(body, [.. command, "--output", "curl"]).AssertDone().Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Values_of_the_schemes_own_are_parameters()
    {
        string[] command = ["sign", "--scheme", "square", "--secret", "correct-horse-battery-staple", "--url", "/hook"];
        Assert.Contains("--param 'notificationUrl=", CommandRun.Of(command).AssertWrongUse(), StringComparison.Ordinal);
        Assert.Contains("x-square-hmacsha256-signature: ", CommandRun.Of([.. command, "--param", "notificationUrl=https://h.example/hook"]).AssertDone().Output, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("has no value 'x'", CommandRun.Of([.. command, "--param", "x=1"]).AssertWrongUse(), StringComparison.Ordinal);
        Assert.Contains("NAME=TEXT", CommandRun.Of([.. command, "--param", "x"]).AssertWrongUse(), StringComparison.Ordinal);
    }

    [Fact]
    public void Where_the_host_is_signed_the_url_is_absolute_and_a_verifier_is_told_the_origin()
    {
        string[] command = ["sign", "--scheme", "htx-v2", "--secret", "correct-horse-battery-staple", "--key-id", "k", "--method", "GET", "--output", "http"];
        Assert.Contains("absolute URL", CommandRun.Of([.. command, "--url", "/v2/account"]).AssertWrongUse(), StringComparison.Ordinal);
        string request = CommandRun.Of([.. command, "--url", "https://api.example.com/v2/account"]).AssertDone().Output;
        string[] verify = ["verify", "--scheme", "htx-v2", "--secret", "correct-horse-battery-staple", "-"];
        Assert.Contains("--origin", CommandRun.With(request, verify).AssertWrongUse(), StringComparison.Ordinal);
        Assert.Equal("valid\n", CommandRun.With(request, [.. verify, "--origin", "https://api.example.com"]).AssertDone().Output);
        Assert.StartsWith("signature_mismatch", CommandRun.With(request, [.. verify, "--origin", "https://other.example.com"]).Output, StringComparison.Ordinal);
    }
}
