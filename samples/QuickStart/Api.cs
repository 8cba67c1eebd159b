using HmacKit;

namespace QuickStart;

/// <summary>One of the five APIs: its scheme, a key, and a request as its documentation shows one.</summary>
public sealed record Api(SignatureScheme Scheme, string KeyId, string Method, string Target, string Body)
{
    public static IReadOnlyList<Api> All { get; } =
    [
        new(SchemeCatalog.OneRing, "", "POST", "/webhooks/onering", """{"eventType":"draft.published","eventId":"evt_123abc"}"""),
        new(SchemeCatalog.OsayCore, "app-1", "GET", "/api/user/context", ""),
        new(SchemeCatalog.Body, "", "POST", "/webhooks/plain", """{"order":42}"""),
        new(SchemeCatalog.TheOne, "partner-1", "POST", "/api/v1/estimate?source=a%2Fb", """{"from":"ETH","to":"USDT","amount":"1.5"}"""),
        new(SchemeCatalog.Oort, "plugin-1", "POST", "/api/plugin/create_task?page=1&city=K%C3%B6ln", """{"subtask_id":"subtask_001"}"""),
    ];

    /// <summary>The key that both sides have.</summary>
    public HmacKey Key { get; } = HmacKey.Generate();

    public KeyRing Ring => new(KeyId, Key);

    /// <summary>What the server must say. Not every vendor's scheme has a time or a nonce, and then it can't refuse.</summary>
    public string Expect(Attempt attempt) => attempt switch
    {
        Attempt.ChangedBody or Attempt.WrongKey => "signature_mismatch",
        Attempt.HeaderMissing => "missing_header",
        Attempt.OldTimestamp when Scheme.Freshness is not null => "timestamp_too_old",
        Attempt.SentTwice when Scheme.Replay != ReplayRule.None => "replayed",
        _ => "valid",
    };
}
