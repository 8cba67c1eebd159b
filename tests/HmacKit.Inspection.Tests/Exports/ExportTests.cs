using System.Text;
using System.Text.Json;
using HmacKit.Inspection.Tests.Fixtures;

namespace HmacKit.Inspection.Tests.Exports;

public class ExportTests
{
    private static readonly byte[] Binary = [0, 1, 255, 39, 10, 92];

    [Theory]
    [InlineData("{\"it's\": \"$HOME `id` \\\\ é\"}\n")]
    [InlineData(null)]
    public async Task The_curl_command_sends_the_same_request_again(string? text)
    {
        byte[] body = text is null ? Binary : Encoding.UTF8.GetBytes(text);
        await using var target = new RawTarget();
        await using Inspected inspected = await Inspected.StartAsync(forward: target.Url);
        using var content = new ByteArrayContent(body);
        content.Headers.TryAddWithoutValidation("X-Odd", "it's \"$odd\" `x`");
        await inspected.Sender.PostAsync(new Uri("/hooks?a='b'&[c]", UriKind.Relative), content);
        await inspected.SeenAsync(1);
        string command = await inspected.Browser.GetStringAsync(new Uri("api/requests/1/export/curl", UriKind.Relative));
        ProgramRun run = await ProgramRun.StartAsync("bash", ["-c", command.Replace("curl ", "curl -s --noproxy '*' ", StringComparison.Ordinal)]);
        Assert.Equal("ok", run.Output);
        await inspected.SeenAsync(2);
        Assert.Equal(target.HeadOf(0)[0], target.HeadOf(1)[0]);
        Assert.Equal(body, target.BodyOf(1));
        Assert.Contains("X-Odd: it's \"$odd\" `x`", target.HeadOf(1));
    }

    [Fact]
    public async Task The_raw_request_has_every_header_and_byte()
    {
        await using Inspected inspected = await Inspected.StartAsync();
        await inspected.SendSignedAsync("{\"a\": 1}", headers: [("X-Twice", "1"), ("X-Odd", "a  b")]);
        await inspected.SeenAsync(1);
        byte[] file = await inspected.Browser.GetByteArrayAsync(new Uri("api/requests/1/export/http", UriKind.Relative));
        string text = Encoding.UTF8.GetString(file);
        Assert.StartsWith("POST /hooks HTTP/1.1\r\n", text, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n{\"a\": 1}", text, StringComparison.Ordinal);
        Assert.Contains("\r\nX-Odd: a  b\r\n", text, StringComparison.Ordinal);
        Assert.Contains("\r\nContent-Length: 8\r\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_vector_is_the_request_with_a_place_for_the_secret()
    {
        await using Inspected inspected = await Inspected.StartAsync();
        await inspected.SendSignedAsync("{\"a\": 1}", sent: "{\"a\":1}");
        await inspected.SeenAsync(1);
        string line = await inspected.Browser.GetStringAsync(new Uri("api/requests/1/export/vector", UriKind.Relative));
        Assert.Equal(line.Length - 1, line.IndexOf('\n', StringComparison.Ordinal));
        JsonElement vector = JsonSerializer.Deserialize<JsonElement>(line);
        Assert.Equal("signature_mismatch", vector.GetProperty("expect").GetString());
        Assert.Equal("{\"a\":1}", Encoding.UTF8.GetString(vector.GetProperty("bodyBase64").GetBytesFromBase64()));

        // With the secret in its place it verifies as it did, at the time at which it came.
        var request = new RawRequest(
            vector.GetProperty("method").GetString()!,
            vector.GetProperty("target").GetString()!,
            vector.GetProperty("headers").EnumerateObject().Select(header => KeyValuePair.Create(header.Name, header.Value.GetString()!)),
            vector.GetProperty("bodyBase64").GetBytesFromBase64());
        using HmacKey key = HmacKey.FromText(Inspected.Secret);
        SignatureDiagnosis diagnosis = SignatureDiagnosis.Explain(inspected.Scheme, request, new KeyRing(key), DateTimeOffset.FromUnixTimeMilliseconds(vector.GetProperty("now").GetInt64()));
        Assert.Equal("body_json_spaced", diagnosis.Cause?.Name);
    }
}
