namespace HmacKit.Tests.Keys;

public class KeyIdentityTests
{
    [Fact]
    public void An_identity_of_a_key_id_alone_may_nothing()
    {
        var identity = new KeyIdentity { KeyId = "k" };
        Assert.Empty(identity.Scopes);
        Assert.Empty(identity.Metadata);
        Assert.Null(identity.Owner);
        Assert.Null(identity.Name);
        Assert.Null(identity.Tier);
        Assert.False(identity.IsCanary);
        Assert.False(identity.HasScope(""));
        Assert.False(identity.HasScope("read"));
    }

    [Theory]
    [InlineData("read:rings", true)]
    [InlineData("trade", true)]
    [InlineData("admin", true)]
    [InlineData("Trade", false)]
    [InlineData("read", false)]
    [InlineData("read:rings:all", false)]
    [InlineData("read:ring", false)]
    [InlineData("*", false)]
    [InlineData("", false)]
    public void A_scope_is_there_only_to_the_letter(string scope, bool isThere) =>
        Assert.Equal(isThere, new KeyIdentity { KeyId = "k", Scopes = ["trade", "read:rings", "admin"] }.HasScope(scope));

    [Fact]
    public void Each_scope_is_there_once_in_ordinal_order() =>
        Assert.Equal(["Read", "a", "read", "write"], new KeyIdentity { KeyId = "k", Scopes = ["write", "read", "a", "read", "Read"] }.Scopes);

    [Theory]
    [InlineData("read", true)]
    [InlineData("https://example.com/scope#x~", true)]
    [InlineData("", false)]
    [InlineData("two words", false)]
    [InlineData("quo\"te", false)]
    [InlineData("back\\slash", false)]
    [InlineData("tab\t", false)]
    [InlineData("\u00FC", false)]
    public void A_scope_is_written_as_RFC_6749_says(string scope, bool isValid)
    {
        Assert.Equal(isValid, KeyIdentity.IsValidScope(scope));
        Exception? thrown = Record.Exception(() => new KeyIdentity { KeyId = "k", Scopes = [scope] });
        Assert.Equal(isValid, thrown is null);
    }

    [Fact]
    public void Lengths_have_an_end()
    {
        Assert.Equal((128, 256), (KeyIdentity.MaxScopeLength, KeyIdentity.MaxTextLength));
        Assert.True(KeyIdentity.IsValidScope(new string('s', 128)));
        Assert.False(KeyIdentity.IsValidScope(new string('s', 129)));
        Assert.Equal(256, new KeyIdentity { KeyId = "k", Owner = new string('o', 256) }.Owner!.Length);
        Assert.Throws<ArgumentException>(() => new KeyIdentity { KeyId = "k", Owner = new string('o', 257) });
        Assert.Throws<ArgumentException>(() => new KeyIdentity { KeyId = new string('k', 257) });
    }

    [Theory]
    [InlineData("")]
    [InlineData("two\nlines")]
    [InlineData("\u0085")]
    public void A_text_that_could_forge_a_line_of_a_log_is_refused(string text)
    {
        Assert.Throws<ArgumentException>(() => new KeyIdentity { KeyId = "k", Owner = text });
        Assert.Throws<ArgumentException>(() => new KeyIdentity { KeyId = "k", Name = text });
        Assert.Throws<ArgumentException>(() => new KeyIdentity { KeyId = "k", Tier = text });
    }

    [Fact]
    public void What_an_identity_refuses_it_says()
    {
        Assert.Contains("256", Message(() => new KeyIdentity { KeyId = "\u00FC" }), StringComparison.Ordinal);
        Assert.Contains("256", Message(() => new KeyIdentity { KeyId = "k", Tier = "" }), StringComparison.Ordinal);
        Assert.Contains("'two words'", Message(() => new KeyIdentity { KeyId = "k", Scopes = ["read", "two words"] }), StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>(() => new KeyIdentity { KeyId = null! });
        Assert.Throws<ArgumentNullException>(() => new KeyIdentity { KeyId = "k", Scopes = null! });

        static string Message(Func<KeyIdentity> make) => Assert.Throws<ArgumentException>(() => make()).Message;
    }

    [Fact]
    public void An_identity_says_in_words_whose_it_is()
    {
        Assert.Equal("k", new KeyIdentity { KeyId = "k" }.ToString());
        Assert.Equal("k of user_xyz", new KeyIdentity { KeyId = "k", Owner = "user_xyz" }.ToString());
    }

    [Fact]
    public void What_an_identity_was_made_from_may_change_and_it_does_not()
    {
        var scopes = new List<string> { "read" };
        var metadata = new Dictionary<string, string> { ["region"] = "eu" };
        var identity = new KeyIdentity { KeyId = "k", Scopes = scopes, Metadata = metadata };
        scopes.Add("write");
        metadata["region"] = "us";
        Assert.Equal(["read"], identity.Scopes);
        Assert.Equal("eu", identity.Metadata["region"]);
        Assert.False(identity.Metadata.ContainsKey("Region"));
        Assert.Throws<NotSupportedException>(() => ((IList<string>)identity.Scopes)[0] = "admin");
    }
}
