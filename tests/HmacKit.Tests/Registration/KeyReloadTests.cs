using Microsoft.Extensions.Logging;

namespace HmacKit.Tests.Registration;

public class KeyReloadTests
{
    private const string Secret = "s3cr3t-that-nobody-may-see-anywhere-at-all";
    private const string Key = "HmacKit:theone:Keys:partner-1";

    [Fact]
    public void An_edit_of_the_keys_counts_at_once()
    {
        using ConfiguredHost host = Start();
        KeyRing before = host.Find("theone", "partner-1")!;
        host.Configuration.Edit(($"{Key}:Secret", Secret + "-new"), ($"{Key}:Accepted:0:Secret", Secret), ("HmacKit:theone:Keys:partner-2:Secret", Secret));
        KeyRing after = host.Find("theone", "partner-1")!;
        Assert.Equal(2, after.Entries.Count);
        byte[] tag = new byte[32];
        before.Primary.ComputeTag("m"u8, tag);
        Assert.False(after.Primary.Verify("m"u8, tag));
        Assert.True(after.Entries[1].Key.Verify("m"u8, tag));
        Assert.NotNull(host.Find("theone", "partner-2"));
        host.Configuration.Edit(($"{Key}:Disabled", "true"));
        Assert.True(host.Find("theone", "partner-1")!.IsDisabled);
        Assert.Equal([(LogLevel.Information, 1001), (LogLevel.Information, 1001)], host.Log.Entries.Select(entry => (entry.Level, entry.EventId)));
        Assert.DoesNotContain("s3cr3t", host.Log.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_that_is_taken_out_is_unknown()
    {
        using ConfiguredHost host = Start(("HmacKit:theone:Keys:partner-2:Secret", Secret));
        host.Configuration.Edit(("HmacKit:theone:Keys:partner-2:Secret", null));
        Assert.Null(host.Find("theone", "partner-2"));
        Assert.NotNull(host.Find("theone", "partner-1"));
    }

    [Theory]
    [InlineData($"{Key}:Secert", Secret)]
    [InlineData($"{Key}:Secret", "short")]
    [InlineData($"{Key}:Disabled", "yes")]
    [InlineData($"{Key}:Expires", "soon")]
    [InlineData("HmacKit:theone:Keys:other:Id", "PARTNER-1")]
    public void A_bad_edit_keeps_the_last_good_keys_and_is_logged_with_its_path(string path, string? value)
    {
        using ConfiguredHost host = Start();
        KeyRing before = host.Find("theone", "partner-1")!;
        host.Configuration.Edit((path, value), ("HmacKit:theone:Keys:new:Secret", Secret));
        Assert.Same(before, host.Find("theone", "partner-1"));
        Assert.Null(host.Find("theone", "new"));
        LogEntry entry = Assert.Single(host.Log.Entries);
        Assert.Equal((LogLevel.Error, 1002), (entry.Level, entry.EventId));
        Assert.Contains("HmacKit:theone:Keys:", entry.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cr3t", entry.ToString(), StringComparison.Ordinal);

        host.Configuration.Edit((path, null), ($"{Key}:Secret", Secret));
        Assert.NotNull(host.Find("theone", "new"));
    }

    [Fact]
    public void A_file_that_is_gone_or_half_written_leaves_everybody_their_keys()
    {
        using ConfiguredHost host = Start();
        KeyRing before = host.Find("theone", "partner-1")!;
        host.Configuration.Replace(new Dictionary<string, string?>());
        Assert.Same(before, host.Find("theone", "partner-1"));
        Assert.Contains("no keys are left", Assert.Single(host.Log.Entries).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Secrets_cannot_be_made_weaker_by_an_edit()
    {
        using ConfiguredHost host = Start();
        host.Configuration.Edit(("HmacKit:theone:AllowInsecureShortSecrets", "true"), ($"{Key}:Secret", "short"));
        Assert.Equal(1002, Assert.Single(host.Log.Entries).EventId);
    }

    [Fact]
    public async Task Requests_are_verified_while_the_keys_change()
    {
        using ConfiguredHost host = Start();
        var signer = new RequestSigner(SchemeCatalog.TheOne, new KeyRing("partner-1", HmacKey.FromText(Secret)));
        RequestVerifier verifier = host.Get<RequestVerifier>("theone");
        using var stop = new CancellationTokenSource();
        int refused = 0;
        Task[] callers = [.. Enumerable.Range(0, 3).Select(_ => Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                var request = new RawRequest("GET", "/", [], default);
                VerificationResult result = await verifier.VerifyAsync(request.WithHeaders(signer.Sign(request)));
                Interlocked.Add(ref refused, result.IsValid ? 0 : 1);
            }
        }))];
        for (int i = 0; i < 30; i++)
        {
            (string, string?)[] changed = i % 2 == 0
                ? [($"{Key}:Secret", $"{Secret}-{i}"), ($"{Key}:Accepted:0:Secret", Secret)]
                : [($"{Key}:Secret", Secret), ($"{Key}:Accepted:0:Secret", null)];
            host.Configuration.Edit(changed);
        }

        await stop.CancelAsync();
        await Task.WhenAll(callers);
        Assert.Equal(0, refused);
        Assert.Equal(30, host.Log.Entries.Count(entry => entry.EventId == 1001));
    }

    [Fact]
    public void A_signer_that_was_asked_for_before_an_edit_signs_with_the_new_key()
    {
        using ConfiguredHost host = Start();
        RequestSigner held = host.Get<RequestSigner>("theone");
        var request = new RawRequest("GET", "/", [], default);
        var values = new SigningValues { Time = TimeProvider.System.GetUtcNow(), Nonce = "nonce-1" };
        byte[] short1 = new byte[128];
        string before = held.Sign(request, values)["X-API-SIGN"]!;
        held.Sign(request, default, values, short1);
        host.Configuration.Edit(($"{Key}:Secret", Secret + "-new"));
        var expected = new RequestSigner(SchemeCatalog.TheOne, new KeyRing("partner-1", HmacKey.FromText(Secret + "-new")));
        string after = held.Sign(request, values)["X-API-SIGN"]!;
        Assert.NotEqual(before, after);
        Assert.Equal(expected.Sign(request, values)["X-API-SIGN"], after);
        byte[] short2 = new byte[128];
        Assert.Equal(64, held.Sign(request, default, values, short2));
        Assert.Equal(after, System.Text.Encoding.ASCII.GetString(short2, 0, 64));
        Assert.NotEqual(short1, short2);
        Assert.Equal(expected.GetMessage(request, default, values), held.GetMessage(request, default, values));
        Assert.Same(host.Find("theone", "partner-1"), held.Keys);
    }

    [Fact]
    public void After_the_host_has_stopped_edits_are_passed_over()
    {
        ConfiguredHost host = Start();
        host.Find("theone", "partner-1");
        host.Dispose();
        host.Configuration.Edit(($"{Key}:Disabled", "true"));
        Assert.Empty(host.Log.Entries);
    }

    private static ConfiguredHost Start(params IEnumerable<(string, string?)> more)
    {
        var settings = more.Append(($"{Key}:Secret", Secret)).ToDictionary(setting => setting.Item1, setting => setting.Item2);
        var host = new ConfiguredHost(hmac => hmac.AddScheme(SchemeCatalog.TheOne), settings);
        Assert.Empty(host.Faults());
        return host;
    }
}
