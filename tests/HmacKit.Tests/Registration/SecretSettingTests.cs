using Microsoft.Extensions.Logging;

namespace HmacKit.Tests.Registration;

/// <summary>What goes wrong when a secret is copied into a setting, a variable or a file, in the words of where it was put.</summary>
public sealed class SecretSettingTests : IDisposable
{
    private const string Secret = "s3cr3t-that-nobody-may-see-anywhere-at-all";
    private const string Key = "HmacKit:theone:Keys:partner-1";

    private readonly string _file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    public void Dispose() => File.Delete(_file);

    [Theory]
    [InlineData(Secret + "\n", "has a line break in it")]
    [InlineData("\r\n" + Secret, "has a line break in it")]
    [InlineData(Secret + " ", "begins or ends with a blank")]
    [InlineData("\t" + Secret, "begins or ends with a blank")]
    [InlineData("\u00A0" + Secret, "begins or ends with a blank")]
    [InlineData("\"" + Secret + "\"", "has quotation marks around it")]
    [InlineData("'" + Secret + "'", "has quotation marks around it")]
    [InlineData("\uFEFF" + Secret, "begins with a byte order mark")]
    public void A_secret_with_something_around_it_is_a_warning_at_the_start_that_names_the_setting(string secret, string oddity)
    {
        using var host = ConfiguredHost.Of(SchemeCatalog.TheOne, ("Keys:partner-1:Secret", secret));
        AssertWarned(host, $"{Key}:Secret", oddity);
    }

    [Fact]
    public void A_secret_of_a_file_is_looked_at_behind_its_last_line_break_and_an_older_one_too()
    {
        File.WriteAllText(_file, $"{Secret} \n");
        using var host = ConfiguredHost.Of(SchemeCatalog.TheOne, ("Keys:partner-1:Secret", Secret), ("Keys:partner-1:Accepted:0:SecretFile", _file));
        AssertWarned(host, $"{Key}:Accepted:0:SecretFile", "begins or ends with a blank");
        File.WriteAllText(_file, $"{Secret}\n");
        using var sound = ConfiguredHost.Of(SchemeCatalog.TheOne, ("Keys:partner-1:SecretFile", _file));
        Assert.Empty(sound.Faults());
        Assert.Empty(sound.Log.Entries);
    }

    [Theory]
    [InlineData(Secret)]
    [InlineData("a secret with blanks inside of it, and 'quotes'")]
    [InlineData("\"a secret that only begins with a quotation mark")]
    public void An_ordinary_secret_is_no_warning(string secret)
    {
        using var host = ConfiguredHost.Of(SchemeCatalog.TheOne, ("Keys:partner-1:Secret", secret));
        Assert.Empty(host.Faults());
        Assert.Empty(host.Log.Entries);
    }

    [Fact]
    public void Around_a_secret_that_is_decoded_nothing_may_be_and_the_fault_says_so()
    {
        using var host = ConfiguredHost.Of(SchemeCatalog.StandardWebhooks, ("Key:Secret", "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n"));
        string fault = Assert.Single(host.Faults());
        Assert.Contains("blanks, quotes or line breaks around it", fault, StringComparison.Ordinal);
        Assert.DoesNotContain("AAEC", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_variable_is_named_unless_its_name_may_be_a_secret()
    {
        using var named = ConfiguredHost.Of(SchemeCatalog.TheOne, ("Keys:partner-1:SecretEnvironmentVariable", "HMACKIT_TESTS_NO_SUCH_VARIABLE"));
        Assert.Equal(
            $"{Key}:SecretEnvironmentVariable: the environment variable HMACKIT_TESTS_NO_SUCH_VARIABLE is empty or isn't set. Unsigned is never accepted: set it, or leave the key out.",
            Assert.Single(named.Faults()));
        foreach (string secret in new[] { Secret, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP" })
        {
            using var mistaken = ConfiguredHost.Of(SchemeCatalog.TheOne, ("Keys:partner-1:SecretEnvironmentVariable", secret));
            Assert.Equal(
                $"{Key}:SecretEnvironmentVariable: the environment variable that this names is empty or isn't set. Unsigned is never accepted: set it, or leave the key out.",
                Assert.Single(mistaken.Faults()));
        }
    }

    [Fact]
    public void An_empty_file_is_named()
    {
        File.WriteAllText(_file, "\n");
        using var host = ConfiguredHost.Of(SchemeCatalog.TheOne, ("Keys:partner-1:SecretFile", _file));
        Assert.StartsWith($"{Key}:SecretFile: the file '{_file}' is empty.", Assert.Single(host.Faults()), StringComparison.Ordinal);
    }

    [Fact]
    public void A_short_secret_says_what_to_do_in_the_words_of_the_configuration()
    {
        using var host = ConfiguredHost.Of(SchemeCatalog.TheOne, ("Keys:partner-1:Secret", "short!"));
        string fault = Assert.Single(host.Faults());
        Assert.StartsWith($"{Key}:Secret: the secret has 6 bytes, and at least 16 are needed", fault, StringComparison.Ordinal);
        Assert.EndsWith("If it is a documented test key, set HmacKit:theone:AllowInsecureShortSecrets to true.", fault, StringComparison.Ordinal);
        Assert.DoesNotContain("short!", fault, StringComparison.Ordinal);
        host.Configuration.Edit(("HmacKit:theone:AllowInsecureShortSecrets", "true"));
        using var allowed = ConfiguredHost.Of(SchemeCatalog.TheOne, ("Keys:partner-1:Secret", "short!"), ("AllowInsecureShortSecrets", "true"));
        Assert.Empty(allowed.Faults());
    }

    private static void AssertWarned(ConfiguredHost host, string path, string oddity)
    {
        Assert.Empty(host.Faults());
        LogEntry entry = Assert.Single(host.Log.Entries);
        Assert.Equal((LogLevel.Warning, 1008), (entry.Level, entry.EventId));
        Assert.StartsWith($"The secret of '{path}' {oddity}.", entry.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cr3t", entry.Text, StringComparison.Ordinal);
    }
}
