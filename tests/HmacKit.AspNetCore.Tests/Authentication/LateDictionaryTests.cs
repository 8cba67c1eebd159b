using Microsoft.AspNetCore.Authentication;

namespace HmacKit.AspNetCore.Tests.Authentication;

/// <summary>The dictionaries in the properties of an authentication behave as the framework's own do.</summary>
public class LateDictionaryTests
{
    [Fact]
    public void It_is_empty_until_somebody_writes_to_it()
    {
        var late = new LateDictionary<string?>();
        Assert.Empty(late);
        Assert.False(late.TryGetValue("a", out _));
        Assert.Throws<KeyNotFoundException>(() => late["a"]);
        Assert.False(late.Remove("a"));
        late["a"] = "1";
        Assert.Equal("1", late["a"]);
        Assert.Equal(["a"], late.Keys);
        late.Clear();
        Assert.Empty(late);
    }

    [Fact]
    public void What_one_holds_no_other_does()
    {
        LateDictionary<string?> one = new() { ["a"] = "1" };
        Assert.Empty(new LateDictionary<string?>());
        Assert.Single(one);
        Assert.False(one.ContainsKey("A"));
    }

    [Fact]
    public void Properties_over_it_keep_times_tokens_and_copies()
    {
        var properties = new AuthenticationProperties(new LateDictionary<string?>(), new LateDictionary<object?>());
        Assert.Null(properties.ExpiresUtc);
        Assert.Empty(properties.Clone().Items);
        properties.ExpiresUtc = DateTimeOffset.UnixEpoch;
        properties.StoreTokens([new() { Name = "access", Value = "t" }]);
        properties.SetParameter("p", 1);
        AuthenticationProperties copy = properties.Clone();
        Assert.Equal(DateTimeOffset.UnixEpoch, copy.ExpiresUtc);
        Assert.Equal("t", copy.GetTokenValue("access"));
        Assert.Equal(1, copy.GetParameter<int>("p"));
    }
}
