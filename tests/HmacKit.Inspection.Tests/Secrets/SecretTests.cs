using System.Net;
using System.Text;
using HmacKit.Inspection.Tests.Fixtures;

namespace HmacKit.Inspection.Tests.Secrets;

public sealed class SecretTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hmackit-inspected-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_secret_in_any_field_of_request_and_answer_is_neither_kept_nor_shown_and_a_replay_has_it_again()
    {
        string secret = Inspected.Secret;
        await using var target = new RawTarget { Answer = Encoding.UTF8.GetBytes($"HTTP/1.1 200 OK\r\nX-Echo: {secret}\r\nSet-Cookie: session=abcdef\r\nContent-Length: {secret.Length}\r\n\r\n{secret}") };
        await using (Inspected inspected = await Inspected.StartAsync(forward: target.Url, store: _folder.FullName))
        {
            await inspected.SendSignedAsync($"{{\"mine\":\"{secret}\"}}", sent: $"{{\"mine\": \"{secret}\"}}", target: $"/hooks?key={secret}", headers: [("X-Key", $"a {secret}"), ("Authorization", "Bearer other-credential"), ("Cookie", "sid=12345678"), ("X-Api-Key", "osk_live_abcdef")]);
            await inspected.SeenAsync(1);
            await inspected.CallAsync("api/requests/1/replay");
            await inspected.SeenAsync(2);

            // What was replayed is what came, with all of it in its place.
            Assert.Equal(target.Requests[0], target.Requests[1]);
            Assert.Contains(secret, Encoding.UTF8.GetString(target.Requests[1]), StringComparison.Ordinal);
            await AssertShowsNoneAsync(inspected, secret, "other-credential", "12345678", "session=abcdef", "osk_live_abcdef");
        }

        AssertKeepsNone(secret, "other-credential", "12345678", "session=abcdef", "osk_live_abcdef");

        // Credentials that only the process knew are gone with it, and are said to be.
        await using Inspected again = await Inspected.StartAsync(forward: target.Url, store: _folder.FullName);
        HttpResponseMessage replay = await again.CallAsync("api/requests/1/replay");
        Assert.Equal(HttpStatusCode.BadRequest, replay.StatusCode);
        Assert.Contains("no longer known", await replay.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(2, target.Requests.Count);
    }

    [Theory]
    [InlineData(Inspected.Secret, "valid")]
    [InlineData("somebody-elses-token", "signature_mismatch")]
    public async Task A_token_that_is_sent_in_place_of_a_signature_is_hidden_whether_it_is_right_or_not(string token, string status)
    {
        await using var target = new RawTarget();
        await using (Inspected inspected = await Inspected.StartAsync(SchemeCatalog.GitLab, target.Url, _folder.FullName))
        {
            await inspected.SendAsync("POST", "/hooks", "{}", ("X-Gitlab-Token", token));
            Assert.Equal(status, (await inspected.SeenAsync(1))[0].Status);
            await inspected.CallAsync("api/requests/1/replay");
            await inspected.SeenAsync(2);
            Assert.Contains($"X-Gitlab-Token: {token}", target.HeadOf(1));
            await AssertShowsNoneAsync(inspected, token);
        }

        AssertKeepsNone(token);
    }

    [Fact]
    public async Task A_second_secret_that_is_part_of_the_message_is_hidden_in_it()
    {
        const string salt = "68656c6c6f20776f726c64";
        SignatureScheme scheme = SignatureScheme.Compile(new()
        {
            Name = "salted",
            Message = "{salt}.{body}",
            Headers = { ["X-Signature"] = HeaderFormat.Text("{signature:hex}") },
            Values = { ["salt"] = SchemeValue.Secret() },
        }).With("salt", salt);
        await using (Inspected inspected = await Inspected.StartAsync(scheme, store: _folder.FullName, otherSecrets: [salt]))
        {
            await inspected.SendSignedAsync("{\"a\": 1}", sent: "{\"a\":1}");
            await inspected.SeenAsync(1);
            Assert.Contains("‹secret", (await inspected.DetailAsync(1)).GetProperty("message").GetString(), StringComparison.Ordinal);
            await AssertShowsNoneAsync(inspected, salt);
        }

        AssertKeepsNone(salt);
    }

    [Fact]
    public async Task The_secret_that_a_handshake_hands_over_is_answered_and_not_kept()
    {
        const string secret = "b537207f20cbfa02357cf448134da559e8bd39d61597dcd5631b8012eae53e81";
        await using (Inspected inspected = await Inspected.StartAsync(SchemeCatalog.Asana, store: _folder.FullName))
        {
            HttpResponseMessage answer = await inspected.SendAsync("POST", "/hooks", "", ("X-Hook-Secret", secret));
            Assert.Equal(secret, answer.Headers.GetValues("X-Hook-Secret").Single());
            Assert.Equal("handshake", (await inspected.SeenAsync(1))[0].Status);
            await AssertShowsNoneAsync(inspected, secret);
        }

        AssertKeepsNone(secret);
    }

    [Fact]
    public void A_word_that_a_stranger_writes_turns_into_no_secret()
    {
        var mask = new SecretMask(["a-secret-of-some-length"]);
        Exchange masked = mask.Apply(Exchange("‹secret 0123456789abcdef 0›", "a-secret-of-some-length"), SchemeCatalog.Stripe);
        Exchange undone = mask.Undo(masked)!;
        Assert.Equal(["‹secret 0123456789abcdef 0›", "a-secret-of-some-length"], undone.Headers.Select(line => line.Value));
        Assert.NotEqual(masked.Mask, mask.Apply(Exchange("a-secret-of-some-length"), SchemeCatalog.Stripe).Mask);
    }

    private static Exchange Exchange(params string[] values) => new()
    {
        Time = default,
        Method = "POST",
        Target = "/",
        Headers = [.. values.Select(value => new HeaderLine("X", value))],
        Finding = new Finding { Scheme = "stripe", Status = "valid" },
        Answer = new Answer(),
    };

    private static async Task AssertShowsNoneAsync(Inspected inspected, params string[] secrets)
    {
        long[] ids = System.Text.Json.JsonSerializer.Deserialize<long[]>(await inspected.Browser.GetStringAsync(new Uri("api/ids", UriKind.Relative)))!;
        Assert.NotEmpty(ids);
        IEnumerable<string> paths = ids.SelectMany(id => (string[])[$"api/requests/{id}", $"api/requests/{id}/export/curl", $"api/requests/{id}/export/http", $"api/requests/{id}/export/vector"])
            .Concat([$"api/requests?ids={string.Join(',', ids)}", "api/about", ""]);
        foreach (string path in paths)
        {
            string text = await inspected.Browser.GetStringAsync(new Uri(path, UriKind.Relative));
            Assert.DoesNotContain(secrets, secret => text.Contains(secret, StringComparison.Ordinal) || text.Contains(Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)), StringComparison.Ordinal));
        }
    }

    private void AssertKeepsNone(params string[] secrets)
    {
        FileInfo[] files = _folder.GetFiles();
        Assert.NotEmpty(files);
        foreach (string text in files.Select(file => Encoding.Latin1.GetString(File.ReadAllBytes(file.FullName))))
        {
            Assert.DoesNotContain(secrets, secret => text.Contains(secret, StringComparison.Ordinal));
        }
    }
}
