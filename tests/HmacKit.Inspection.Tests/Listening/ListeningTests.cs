using System.Net;
using System.Text.Json;
using HmacKit.Inspection.Tests.Fixtures;

namespace HmacKit.Inspection.Tests.Listening;

public class ListeningTests
{
    [Fact]
    public async Task A_refused_request_has_its_proven_cause_the_exact_message_and_the_first_difference()
    {
        await using Inspected inspected = await Inspected.StartAsync();
        HttpResponseMessage answer = await inspected.SendSignedAsync("{\"a\": \"x y\"}", sent: "{\"a\":\"x y\"}");
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("", await answer.Content.ReadAsStringAsync());
        InspectedRequest seen = (await inspected.SeenAsync(1))[0];
        Assert.Equal("signature_mismatch", seen.Status);
        Assert.Contains("body_json_spaced", string.Join(' ', seen.Causes), StringComparison.Ordinal);

        JsonElement detail = await inspected.DetailAsync(seen.Number);
        string message = detail.GetProperty("message").GetString()!;
        Assert.EndsWith(".{\"a\":\"x·y\"}", message, StringComparison.Ordinal);
        int mark = detail.GetProperty("messageMark").GetInt32();
        Assert.Equal("\"x·y\"}", message[mark..]);
        Assert.EndsWith("{\"a\":·\"x·y\"}", detail.GetProperty("finding").GetProperty("differenceSigned").GetString(), StringComparison.Ordinal);
        Assert.NotEqual("", detail.GetProperty("meanings")[0].GetString());
    }

    [Fact]
    public async Task A_valid_request_is_answered_200_and_says_which_secret_matched()
    {
        await using Inspected inspected = await Inspected.StartAsync();
        Assert.Equal(HttpStatusCode.OK, (await inspected.SendSignedAsync("{}")).StatusCode);
        InspectedRequest seen = (await inspected.SeenAsync(1))[0];
        Assert.Equal(("valid", ""), (seen.Status, seen.Advice));
        Assert.Equal("the newest secret", (await inspected.DetailAsync(1)).GetProperty("finding").GetProperty("matchedSecret").GetString());
    }

    [Fact]
    public async Task A_body_over_the_limit_is_refused_and_not_forwarded()
    {
        await using var target = new RawTarget();
        await using Inspected inspected = await Inspected.StartAsync(forward: target.Url, maxBody: 1000);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await inspected.SendSignedAsync(new string('x', 1001))).StatusCode);
        InspectedRequest seen = (await inspected.SeenAsync(1))[0];
        Assert.Equal(("body_too_large", false), (seen.Status, seen.IsForwarded));
        Assert.Empty(target.Requests);
        HttpResponseMessage replay = await inspected.CallAsync("api/requests/1/replay");
        Assert.Equal(HttpStatusCode.BadRequest, replay.StatusCode);
    }

    [Theory]
    [InlineData("right", 200)]
    [InlineData("wrong", 400)]
    public async Task A_handshake_is_answered_by_the_inspector_itself(string token, int status)
    {
        await using var target = new RawTarget();
        await using Inspected inspected = await Inspected.StartAsync(SchemeCatalog.Meta, target.Url, verifyToken: "right");
        HttpResponseMessage answer = await inspected.SendAsync("GET", $"/hooks?hub.mode=subscribe&hub.verify_token={token}&hub.challenge=1158201444", null);
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal(status == 200 ? "1158201444" : "", await answer.Content.ReadAsStringAsync());
        InspectedRequest seen = (await inspected.SeenAsync(1))[0];
        Assert.Equal(("handshake", status == 200), (seen.Status, seen.IsValid));
        Assert.Empty(target.Requests);
    }

    [Fact]
    public async Task A_signed_handshake_is_answered_only_with_a_right_signature()
    {
        await using Inspected inspected = await Inspected.StartAsync(SchemeCatalog.Zoom);
        const string body = """{"payload":{"plainToken":"qgg8vlvZRS6UYooatFL8Aw"},"event_ts":1654503849680,"event":"endpoint.url_validation"}""";
        HttpResponseMessage answer = await inspected.SendSignedAsync(body);
        Assert.Contains("\"plainToken\":\"qgg8vlvZRS6UYooatFL8Aw\"", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        HttpResponseMessage forged = await inspected.SendSignedAsync(body, secret: "another secret that is long enough");
        Assert.Equal((401, ""), ((int)forged.StatusCode, await forged.Content.ReadAsStringAsync()));
    }

    [Fact]
    public async Task A_replay_as_it_came_has_the_same_bytes_and_one_signed_anew_is_valid()
    {
        await using var target = new RawTarget();
        await using Inspected inspected = await Inspected.StartAsync(forward: target.Url);
        await inspected.SendSignedAsync("{\"a\": 1}", time: DateTimeOffset.FromUnixTimeSeconds(1_700_000_000), headers: ("X-Trace", "t"));
        await inspected.SeenAsync(1);
        await inspected.CallAsync("api/requests/1/replay");
        await inspected.CallAsync("api/requests/1/replay?sign=1");
        InspectedRequest[] seen = await inspected.SeenAsync(3);
        Assert.Equal(["timestamp_too_old", "timestamp_too_old", "valid"], seen.Select(request => request.Status));
        Assert.Equal(["received", "replayed", "signed anew"], seen.Select(request => request.Kind));
        Assert.Equal(target.Requests[0], target.Requests[1]);
        Assert.Equal(target.BodyOf(0), target.BodyOf(2));
        Assert.Contains("X-Trace: t", target.HeadOf(2));
        Assert.Equal(1, (await inspected.DetailAsync(3)).GetProperty("from").GetInt64());
    }

    [Fact]
    public async Task What_was_edited_is_sent_signed_anew_or_as_it_is()
    {
        await using var target = new RawTarget();
        await using Inspected inspected = await Inspected.StartAsync(forward: target.Url);
        await inspected.SendSignedAsync("{}");
        await inspected.SeenAsync(1);
        object Order(bool sign) => new { from = 1, method = "PUT", target = "/other?x", headers = new[] { new { name = "Content-Type", value = "text/plain" }, new { name = "Content-Length", value = "9" } }, body = "{\"é\":1}", sign };
        Assert.Equal(HttpStatusCode.OK, (await inspected.CallAsync("api/send", Order(sign: true))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await inspected.CallAsync("api/send", Order(sign: false))).StatusCode);
        InspectedRequest[] seen = await inspected.SeenAsync(3);
        Assert.Equal(["valid", "valid", "missing_header"], seen.Select(request => request.Status));
        Assert.Equal("PUT /other?x HTTP/1.1", target.HeadOf(1)[0]);
        Assert.Equal("{\"é\":1}"u8.ToArray(), target.BodyOf(2));
        Assert.Contains("Content-Length: 8", target.HeadOf(2));
    }

    [Theory]
    [InlineData("http://evil.example/")]
    [InlineData("//evil.example/\r\nX: y")]
    [InlineData("")]
    public async Task A_page_can_not_choose_another_address(string targetText)
    {
        await using var target = new RawTarget();
        await using Inspected inspected = await Inspected.StartAsync(forward: target.Url);
        await inspected.SendSignedAsync("{}");
        await inspected.SeenAsync(1);
        HttpResponseMessage answer = await inspected.CallAsync("api/send", new { from = 1, method = "GET", target = targetText, headers = Array.Empty<object>(), body = "", sign = false });
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Single(target.Requests);

        // Even with two slashes the origin is the target's.
        await inspected.CallAsync("api/send", new { from = 1, method = "GET", target = "//evil.example/", headers = Array.Empty<object>(), body = "", sign = false });
        Assert.Equal("GET //evil.example/ HTTP/1.1", target.HeadOf(1)[0]);
    }

    [Fact]
    public async Task A_script_of_a_page_in_the_browser_is_no_sender()
    {
        await using var target = new RawTarget();
        await using Inspected inspected = await Inspected.StartAsync(forward: target.Url);
        foreach (string mode in (string[])["cors", "no-cors", "same-origin"])
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await inspected.SendAsync("GET", "/", null, ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", mode))).StatusCode);
        }

        Assert.Equal(HttpStatusCode.OK, (await inspected.SendAsync("GET", "/", null, ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", "navigate"))).StatusCode);
        Assert.Single(target.Requests);
    }

    [Theory]
    [InlineData("zz")]
    [InlineData("FFFFFFFF")]
    [InlineData("FFFFFFFFFFFFFFFFFF")]
    public async Task Chunks_whose_size_is_no_size_are_answered_400_and_kept_nowhere(string size)
    {
        await using Inspected inspected = await Inspected.StartAsync();
        using var client = new System.Net.Sockets.TcpClient();
        await client.ConnectAsync(inspected.Address.Host, inspected.Address.Port);
        await client.GetStream().WriteAsync(System.Text.Encoding.ASCII.GetBytes($"POST /hook HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n{size}\r\n"));
        using var reader = new StreamReader(client.GetStream());
        Assert.StartsWith("HTTP/1.1 400 ", await reader.ReadLineAsync(), StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.OK, (await inspected.SendSignedAsync("{}")).StatusCode);
        Assert.Single(await inspected.SeenAsync(1));
    }

    [Fact]
    public async Task Both_ports_are_on_loopback_and_the_page_is_on_its_own()
    {
        await using Inspected inspected = await Inspected.StartAsync();
        Assert.Equal("127.0.0.1", inspected.Address.Host);
        Assert.NotEqual(inspected.Address.Port, inspected.Page.Port);
        string received = await (await inspected.SendAsync("GET", "/inspector.js", null)).Content.ReadAsStringAsync();
        Assert.Equal("", received);
        foreach (IPAddress address in await Dns.GetHostAddressesAsync(Dns.GetHostName()))
        {
            if (!IPAddress.IsLoopback(address) && address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork)
            {
                using var client = new System.Net.Sockets.TcpClient();
                await Assert.ThrowsAsync<System.Net.Sockets.SocketException>(() => client.ConnectAsync(address, inspected.Address.Port));
            }
        }
    }
}
