namespace HmacKit.Tests.Limits;

public sealed class LimitTiersTests
{
    private static LimitTiers Documented() => new()
    {
        ["free"] = [BucketLimit.PerHour(100)],
        ["pro"] = [BucketLimit.PerHour(1_000)],
        ["enterprise"] = [BucketLimit.PerHour(10_000)],
    };

    [Fact]
    public void A_tier_has_the_limits_that_it_was_given()
    {
        LimitTiers tiers = Documented();
        Assert.Equal(1_000, tiers["pro"][0].Capacity);
        Assert.True(tiers.TryGet("enterprise", out BucketLimits? limits));
        Assert.Equal(10_000, limits[0].Tokens);
        Assert.Equal(["enterprise", "free", "pro"], tiers.Names);
    }

    [Fact]
    public void A_tier_that_is_not_there_is_named_together_with_those_that_are()
    {
        var refused = Assert.Throws<KeyNotFoundException>(() => Documented()["Pro"]);
        Assert.Equal("There is no tier 'Pro'. There are: enterprise, free, pro.", refused.Message);
        refused = Assert.Throws<KeyNotFoundException>(() => new LimitTiers()["pro"]);
        Assert.Equal("There is no tier 'pro'. No tier has been defined.", refused.Message);
        Assert.False(Documented().TryGet("Pro", out _));
        Assert.False(Documented().TryGet(null, out _));
    }

    [Fact]
    public void Tiers_can_be_changed_added_and_removed()
    {
        LimitTiers tiers = Documented();
        tiers["pro"] = [BucketLimit.PerHour(2_000)];
        tiers["trial"] = [BucketLimit.PerDay(10)];
        Assert.Equal(2_000, tiers["pro"][0].Capacity);
        Assert.True(tiers.Remove("free"));
        Assert.False(tiers.Remove("free"));
        Assert.Equal(["enterprise", "pro", "trial"], tiers.Names);
    }

    [Fact]
    public void Replacing_all_of_them_is_done_as_a_whole_or_not_at_all()
    {
        LimitTiers tiers = Documented();
        BucketLimits one = [BucketLimit.PerHour(1)];
        Assert.Throws<ArgumentException>("tiers", () => tiers.ReplaceAll([new("a", one), new("a", one)]));
        Assert.Throws<ArgumentException>("tiers", () => tiers.ReplaceAll([new("a", one), new(" ", one)]));
        Assert.Throws<ArgumentNullException>("tiers", () => tiers.ReplaceAll([new("a", one), new("b", null!)]));
        Assert.Equal(["enterprise", "free", "pro"], tiers.Names);
        tiers.ReplaceAll([new("a", one)]);
        Assert.Equal(["a"], tiers.Names);
        Assert.Equal(["b"], new LimitTiers([new("b", one)]).Names);
    }

    [Fact]
    public void A_caller_without_a_tier_has_the_limits_of_the_fallback_tier()
    {
        LimitTiers tiers = Documented();
        Assert.Null(tiers.Find(null));
        Assert.Null(tiers.Find("basic"));
        tiers.FallbackTier = "free";
        Assert.Same(tiers["free"], tiers.Find(null));
        Assert.Same(tiers["free"], tiers.Find("basic"));
        Assert.Same(tiers["pro"], tiers.Find("pro"));
        Assert.Throws<ArgumentException>("value", () => tiers.FallbackTier = "basic");
        Assert.Equal("free", tiers.FallbackTier);
        tiers["free"] = [BucketLimit.PerHour(7)];
        Assert.Equal(7, tiers.Find("basic")![0].Capacity);
        tiers.Remove("free");
        Assert.Null(tiers.FallbackTier);
        Assert.Null(tiers.Find("basic"));
    }

    [Fact]
    public void The_fallback_tier_is_replaced_together_with_the_tiers_or_not_at_all()
    {
        LimitTiers tiers = Documented();
        BucketLimits one = [BucketLimit.PerHour(1)];
        Assert.Throws<ArgumentException>("fallbackTier", () => tiers.ReplaceAll([new("a", one)], "free"));
        Assert.Equal(["enterprise", "free", "pro"], tiers.Names);
        tiers.ReplaceAll([new("a", one), new("b", one)], "a");
        Assert.Equal("a", tiers.FallbackTier);
        tiers.ReplaceAll([new("a", one)]);
        Assert.Equal("a", tiers.FallbackTier);
        tiers.ReplaceAll([new("b", one)]);
        Assert.Null(tiers.FallbackTier);
    }

    [Fact]
    public void The_limits_of_a_tier_at_an_API_come_before_those_of_the_tier()
    {
        LimitTiers tiers = Documented();
        tiers.FallbackTier = "pro";
        Assert.Same(tiers["free"], tiers.Find("shop", "free"));
        tiers["shop/free"] = [BucketLimit.PerHour(7)];
        tiers["shop/free/trial"] = [BucketLimit.PerHour(8)];
        tiers["/free"] = [BucketLimit.PerHour(9)];
        Assert.Same(tiers["shop/free"], tiers.Find("shop", "free"));
        Assert.Same(tiers["shop/free/trial"], tiers.Find("shop", "free/trial"));
        Assert.Same(tiers["free"], tiers.Find("Shop", "free"));
        Assert.Same(tiers["free"], tiers.Find("", "free"));
        Assert.Same(tiers["free"], tiers.Find(null, "free"));
        Assert.Same(tiers["pro"], tiers.Find("shop", "basic"));
        Assert.Same(tiers["pro"], tiers.Find("shop", null));
        tiers.Remove("shop/free");
        Assert.Same(tiers["free"], tiers.Find("shop", "free"));
    }

    [Fact]
    public void Two_tiers_of_one_name_and_a_fallback_tier_that_is_none_are_named()
    {
        BucketLimits one = [BucketLimit.PerHour(1)];
        Assert.Contains("'a'", Assert.Throws<ArgumentException>("tiers", () => new LimitTiers([new("a", one), new("a", one)])).Message, StringComparison.Ordinal);
        Assert.Contains("'b'", Assert.Throws<ArgumentException>("fallbackTier", () => new LimitTiers().ReplaceAll([new("a", one)], "b")).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>("tiers", () => new LimitTiers(null!));
        LimitTiers tiers = Documented();
        tiers.FallbackTier = "free";
        tiers["trial"] = one;
        tiers.Remove("pro");
        Assert.Equal("free", tiers.FallbackTier);
        tiers.FallbackTier = null;
        Assert.Null(tiers.Find("basic"));
    }

    [Fact]
    public void A_tier_needs_a_name_and_limits()
    {
        var tiers = new LimitTiers();
        Assert.Throws<ArgumentException>("name", () => tiers[" "] = [BucketLimit.PerHour(1)]);
        Assert.Throws<ArgumentNullException>("name", () => tiers[null!] = [BucketLimit.PerHour(1)]);
        Assert.Throws<ArgumentNullException>("value", () => tiers["free"] = null!);
        Assert.Empty(tiers.Names);
    }

    [Fact]
    public void Changes_of_several_threads_are_all_made()
    {
        var tiers = new LimitTiers();
        Parallel.For(0, 500, i => tiers[$"tier {i}"] = [BucketLimit.PerHour(1)]);
        Assert.Equal(500, tiers.Names.Count);
    }
}
