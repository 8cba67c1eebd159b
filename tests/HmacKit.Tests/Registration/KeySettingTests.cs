namespace HmacKit.Tests.Registration;

public class KeySettingTests
{
    private const string Secret = "s3cr3t-that-nobody-may-see-anywhere-at-all";

    [Fact]
    public void A_key_has_all_that_its_settings_say()
    {
        using var host = ConfiguredHost.Of(
            SchemeCatalog.TheOne,
            ("Keys:partner-1:Secret", Secret), ("Keys:partner-1:Label", "2026-01"), ("Keys:partner-1:Owner", "user_xyz"), ("Keys:partner-1:Name", "Main"),
            ("Keys:partner-1:Scopes:0", "trade"), ("Keys:partner-1:Scopes:1", "read"), ("Keys:partner-1:Tier", "pro"), ("Keys:partner-1:Canary", "TRUE"),
            ("Keys:partner-1:Metadata:region", "eu"), ("Keys:partner-1:NotBefore", "2026-01-01"), ("Keys:partner-1:Expires", "2026-12-31T23:59:59Z"),
            ("Keys:partner-1:Accepted:0:Secret", Secret + "-old"), ("Keys:partner-1:Accepted:0:Label", "2025-01"),
            ("Keys:partner-1:Accepted:0:Expires", "2026-02-01T01:00:00+01:00"));
        Assert.Empty(host.Faults());
        KeyRing ring = host.Find("theone", "partner-1")!;
        KeyIdentity identity = ring.Identity;
        Assert.Equal(("partner-1", "user_xyz", "Main", "pro", true), (identity.KeyId, identity.Owner, identity.Name, identity.Tier, identity.IsCanary));
        Assert.Equal(["read", "trade"], identity.Scopes);
        Assert.Equal("eu", identity.Metadata["region"]);
        Assert.Equal(["2026-01", "2025-01"], ring.Entries.Select(entry => entry.Key.Label));
        Assert.Equal(At(2026, 1, 1), ring.Entries[0].NotBefore);
        Assert.Equal(At(2027, 1, 1).AddSeconds(-1), ring.Entries[0].Expires);
        Assert.Equal(At(2026, 2, 1), ring.Entries[1].Expires);
    }

    [Fact]
    public void A_scheme_without_key_ids_has_one_key()
    {
        using var host = ConfiguredHost.Of(SchemeCatalog.OneRing, ("Key:Secret", Secret), ("Key:Tier", "pro"));
        Assert.Empty(host.Faults());
        Assert.Equal("pro", host.Find("onering", "")!.Identity.Tier);
    }

    [Fact]
    public void A_secret_may_be_in_a_file_or_in_the_environment()
    {
        string file = Path.GetTempFileName();
        string variable = "HMACKIT_TEST_" + Path.GetFileNameWithoutExtension(file);
        try
        {
            File.WriteAllText(file, Secret + "\n");
            Environment.SetEnvironmentVariable(variable, Secret);
            using var host = ConfiguredHost.Of(
                SchemeCatalog.TheOne, ("Keys:a:SecretFile", file), ("Keys:b:SecretEnvironmentVariable", variable), ("Keys:c:Secret", Secret));
            Assert.Empty(host.Faults());
            byte[] tag = new byte[32];
            HmacKey.FromText(Secret).ComputeTag("m"u8, tag);
            Assert.All(new[] { "a", "b", "c" }, id => Assert.True(host.Find("theone", id)!.Primary.Verify("m"u8, tag)));
        }
        finally
        {
            File.Delete(file);
            Environment.SetEnvironmentVariable(variable, null);
        }
    }

    [Fact]
    public void An_id_that_the_configuration_cannot_spell_is_set_by_itself()
    {
        using var host = ConfiguredHost.Of(SchemeCatalog.TheOne, ("Keys:PARTNER:Id", "partner:1"), ("Keys:PARTNER:Secret", Secret));
        Assert.Empty(host.Faults());
        Assert.NotNull(host.Find("theone", "partner:1"));
        Assert.Null(host.Find("theone", "PARTNER"));
    }

    /// <summary>One wrong setting each: where it is, what it says, and what of the message must be there.</summary>
    public static TheoryData<string, string, string> Wrong => new()
    {
        { "theone:Keys:k:Secert", Secret, "HmacKit:theone:Keys:k:Secert: there is no such setting" },
        { "theone:Keyz:k:Secret", Secret, "HmacKit:theone:Keyz: there is no such setting" },
        { "theone:Keys:k:Accepted:0:Secert", Secret, "HmacKit:theone:Keys:k:Accepted:0:Secert: there is no such setting" },
        { "theone:Keys:k:Accepted:0:Scopes:0", "read", "HmacKit:theone:Keys:k:Accepted:0:Scopes: there is no such setting" },
        { "theone:Keys:k:Accepted:0:Label", "old", "HmacKit:theone:Keys:k:Accepted:0: set exactly one of Secret" },
        { "theone:Keys:k:Accepted", Secret, "HmacKit:theone:Keys:k:Accepted: a list or an object is needed" },
        { "theone:Keys", Secret, "HmacKit:theone:Keys: a list or an object is needed" },
        { "theone:Keys:k2", Secret, "HmacKit:theone:Keys:k2: set exactly one of Secret" },
        { "theone:Keys:k2:Secret", "", "HmacKit:theone:Keys:k2:Secret: the secret is empty" },
        { "theone:Keys:k2:Secret", "  ", "HmacKit:theone:Keys:k2:Secret: the secret is empty" },
        { "theone:Keys:k2:Secret", "fifteen_bytes__", "HmacKit:theone:Keys:k2:Secret: the secret has 15 bytes" },
        { "theone:Keys:k2:Secret:Value", Secret, "HmacKit:theone:Keys:k2:Secret: a text is needed" },
        { "theone:Keys:k2:SecretFile", "/no/such/file", "HmacKit:theone:Keys:k2:SecretFile: " },
        { "theone:Keys:k2:SecretEnvironmentVariable", "HMACKIT_NO_SUCH_VARIABLE", "HmacKit:theone:Keys:k2:SecretEnvironmentVariable: the environment variable HMACKIT_NO_SUCH_VARIABLE is empty or isn't set" },
        { "theone:Keys:k:SecretFile", "/no/such/file", "HmacKit:theone:Keys:k: set exactly one of Secret" },
        { "theone:Keys:k:Disabled", "yes", "HmacKit:theone:Keys:k:Disabled: 'yes' isn't true or false" },
        { "theone:Keys:k:Disabled", "", "HmacKit:theone:Keys:k:Disabled: '' isn't true or false" },
        { "theone:Keys:k:Canary", "1", "HmacKit:theone:Keys:k:Canary: '1' isn't true or false" },
        { "theone:Keys:k:Expires", "31.12.2026", "HmacKit:theone:Keys:k:Expires: '31.12.2026' isn't a time" },
        { "theone:Keys:k:Expires", "01/02/2026", "HmacKit:theone:Keys:k:Expires: '01/02/2026' isn't a time" },
        { "theone:Keys:k:NotBefore", "tomorrow", "HmacKit:theone:Keys:k:NotBefore: 'tomorrow' isn't a time" },
        { "theone:Keys:k:Scopes", "read write", "HmacKit:theone:Keys:k:Scopes: a list or an object is needed" },
        { "theone:Keys:k:Scopes:0", "read write", "HmacKit:theone:Keys:k: 'read write' isn't a scope" },
        { "theone:Keys:k:Scopes:0:Name", "read", "HmacKit:theone:Keys:k:Scopes:0: a text is needed" },
        { "theone:Keys:k:Owner:Id", "x", "HmacKit:theone:Keys:k:Owner: a text is needed" },
        { "theone:Keys:k2:Id", "k", "HmacKit:theone:Keys:k2: its key id 'k' is that of HmacKit:theone:Keys:k too" },
        { "theone:Keys:k2:Id", "K", "HmacKit:theone:Keys:k2: its key id 'K' is that of HmacKit:theone:Keys:k too" },
        { "theone:Keys:\u00FC:Secret", Secret, "HmacKit:theone:Keys:\u00FC: A key id is printable ASCII" },
        { "theone:Key:Secret", Secret, "HmacKit:theone:Key: requests of scheme 'theone' name their key" },
        { "onering:Keys:k:Secret", Secret, "HmacKit:onering:Key" },
        { "theone:AllowInsecureShortSecrets", "yes", "HmacKit:theone:AllowInsecureShortSecrets: 'yes' isn't true or false" },
        { "theone:SigningKeyId", "k2", "HmacKit:theone:SigningKeyId: there is no key 'k2'" },
        { "theone:MaxAge", "5 minutes", "HmacKit:theone:MaxAge: '5 minutes' isn't a duration" },
        { "theone:MaxAge", "00:00:00", "HmacKit:theone:MaxAge: 00:00:00 is out of bounds" },
        { "theone:MaxSkew", "2.00:00:00", "HmacKit:theone:MaxSkew: 2.00:00:00 is out of bounds" },
        { "theone:MaxSkew", "-00:00:01", "HmacKit:theone:MaxSkew: -00:00:01 is out of bounds" },
        { "theone:MaxBodyBytes", "1MB", "HmacKit:theone:MaxBodyBytes: '1MB' isn't a whole number" },
        { "theone:MaxBodyBytes", "0", "HmacKit:theone:MaxBodyBytes: 0 bytes would refuse every request" },
        { "theone:Message", "{body}", "HmacKit:theone:Message: there is no such setting" },
        { "body:MaxAge", "00:05:00", "HmacKit:body:MaxAge: scheme 'body' signs no time" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_wrong_setting_stops_the_start_with_its_path_and_without_its_secret(string path, string value, string message)
    {
        Dictionary<string, string?> settings = new(ConfiguredHost.Under(
            "HmacKit", ("theone:Keys:k:Secret", Secret + "-k"), ("onering:Key:Secret", Secret + "-o"), ("body:Key:Secret", Secret + "-b")))
        {
            ["HmacKit:" + path] = value,
        };
        using var host = new ConfiguredHost(
            hmac => hmac.AddScheme(SchemeCatalog.TheOne).AddScheme(SchemeCatalog.OneRing).AddScheme(SchemeCatalog.Body), settings);
        IReadOnlyList<string> faults = host.Faults();
        Assert.Contains(faults, fault => fault.StartsWith(message, StringComparison.Ordinal));
        Assert.All(faults, fault => Assert.DoesNotContain("s3cr3t", fault, StringComparison.Ordinal));
        Assert.All(faults, fault => Assert.DoesNotContain("fifteen_bytes__", fault, StringComparison.Ordinal));
        Assert.All(faults, fault => Assert.DoesNotContain("(Parameter", fault, StringComparison.Ordinal));
        Assert.DoesNotContain("s3cr3t", host.Log.ToString(), StringComparison.Ordinal);
        InvalidOperationException exception = Assert.Throws<InvalidOperationException>(() => host.Get<RequestVerifier>(path[..path.IndexOf(':', StringComparison.Ordinal)]));
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_that_is_wrong_is_said_at_once()
    {
        using var host = ConfiguredHost.Of(
            SchemeCatalog.TheOne,
            ("Keys:a:Secert", Secret), ("Keys:b:Secret", "short"), ("Keys:b:Disabled", "maybe"), ("Keys:c:Secret", Secret), ("Keys:c:Expires", "never"),
            ("MaxAge", "long"), ("MaxBody", "1"));
        Assert.Equal(7, host.Faults().Count);
    }

    [Fact]
    public void A_scheme_without_any_key_does_not_start()
    {
        using var configured = ConfiguredHost.Of(SchemeCatalog.TheOne);
        Assert.StartsWith("HmacKit:theone: no keys. Set Keys", Assert.Single(configured.Faults()), StringComparison.Ordinal);
        using var single = ConfiguredHost.Of(SchemeCatalog.OneRing);
        Assert.StartsWith("HmacKit:onering: no keys. Set Key ", Assert.Single(single.Faults()), StringComparison.Ordinal);
    }

    [Fact]
    public void A_test_key_that_is_too_short_needs_the_opt_out_and_is_a_warning_in_the_log()
    {
        using var host = ConfiguredHost.Of(SchemeCatalog.TheOne, ("Keys:test_key_1:Secret", "test_secret_1"), ("AllowInsecureShortSecrets", "true"));
        Assert.Empty(host.Faults());
        Assert.NotNull(host.Find("theone", "test_key_1"));
        LogEntry entry = Assert.Single(host.Log.Entries);
        Assert.Equal((1003, true), (entry.EventId, entry.Text.Contains("HmacKit:theone:Keys:test_key_1", StringComparison.Ordinal)));
        Assert.DoesNotContain("test_secret_1", entry.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Names_of_settings_ignore_case_and_key_ids_do_not()
    {
        using var host = ConfiguredHost.Of(SchemeCatalog.TheOne, ("KEYS:Partner-1:SECRET", Secret), ("maxage", "00:01:00"));
        Assert.Empty(host.Faults());
        Assert.NotNull(host.Find("theone", "Partner-1"));
        Assert.Null(host.Find("theone", "partner-1"));
    }

    private static DateTimeOffset At(int year, int month, int day) => new(year, month, day, 0, 0, 0, TimeSpan.Zero);
}
