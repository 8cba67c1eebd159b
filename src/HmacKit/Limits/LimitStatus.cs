namespace HmacKit;

/// <summary>What a limiter says. The default value isn't yes.</summary>
public enum LimitStatus
{
    /// <summary>The store couldn't be asked. The default: no answer is never a yes. Over HTTP a 503.</summary>
    Unavailable,

    /// <summary>The tokens were there, and are taken.</summary>
    Allowed,

    /// <summary>The tokens aren't there yet; nothing was taken. Over HTTP a 429.</summary>
    Exhausted,

    /// <summary>More tokens were asked for than the bucket ever holds, so waiting doesn't help; nothing was taken.</summary>
    OverCapacity,

    /// <summary>The store has no room for another caller's bucket; it never forgets one that counts to make some. Over HTTP a 503.</summary>
    StoreFull,

    /// <summary>The caller has no tier, or one that nobody has defined, and there is no other to fall back on.</summary>
    UnknownTier,
}
