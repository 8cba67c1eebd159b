namespace HmacKit.Tests.Catalog;

/// <summary>The catalogue as the vendors document it: a definition that is changed by accident is noticed here.</summary>
public class SchemeCatalogTests
{
    public static TheoryData<string, string, string, string, string> Documented => new()
    {
        // name, message, headers, window and replay rule, secret
        { "body", "{body}", "X-Signature: {signature:hex}", "", "text" },
        { "github", "{body}", "X-Hub-Signature-256: sha256={signature:hex}", "", "text" },
        { "line", "{body}", "x-line-signature: {signature:base64}", "", "text" },
        { "meta", "{body}", "X-Hub-Signature-256: sha256={signature:hex}", "", "text" },
        {
            "onering", "{timestamp}.{id}.{body}",
            "X-Webhook-Signature: t={timestamp},e={id},v1={signature:hex} | X-Webhook-Timestamp: {timestamp} | X-Webhook-Event-ID: {id}",
            "UnixSeconds 300 300 ById", "text"
        },
        {
            "oort", "{query:sorted-json}{body}{timestamp}", "D-API-KEY: {keyid} | D-TIMESTAMP: {timestamp} | D-SIGNATURE: {signature:hex}",
            "UnixSeconds 300 300 None", "text"
        },
        {
            "osaycore", "{timestamp}.{body}", "X-OSAYCORE-API-KEY: {keyid} | X-OSAYCORE-TIMESTAMP: {timestamp} | X-OSAYCORE-SIGNATURE: {signature:hex}",
            "UnixSeconds 300 300 None", "text"
        },
        { "paddle", "{timestamp}:{body}", "Paddle-Signature: ts={timestamp};h1={signature:hex}", "UnixSeconds 5 5 None", "text" },
        { "pagerduty", "{body}", "X-PagerDuty-Signature: v1={signature:hex} (list, separated by ',')", "", "text" },
        { "shopify", "{body}", "X-Shopify-Hmac-Sha256: {signature:base64}", "", "text" },
        { "slack", "v0:{timestamp}:{body}", "X-Slack-Signature: v0={signature:hex} | X-Slack-Request-Timestamp: {timestamp}", "UnixSeconds 300 300 None", "text" },
        {
            "standard-webhooks", "{id}.{timestamp}.{body}",
            "webhook-id: {id} | webhook-timestamp: {timestamp} | webhook-signature: v1,{signature:base64} (list, separated by ' ')",
            "UnixSeconds 300 300 ById", "base64, after whsec_ or without it"
        },
        { "stripe", "{timestamp}.{body}", "Stripe-Signature: t={timestamp},v1={signature:hex}", "UnixSeconds 300 300 None", "text" },
        {
            "svix", "{id}.{timestamp}.{body}", "svix-id: {id} | svix-timestamp: {timestamp} | svix-signature: v1,{signature:base64} (list, separated by ' ')",
            "UnixSeconds 300 300 ById", "base64, after whsec_ or without it"
        },
        {
            "theone", "{method}\n{target}\n{timestamp}\n{nonce}\n{body:sha256:hex}",
            "X-API-KEY: {keyid} | X-API-TIMESTAMP: {timestamp} | X-API-NONCE: {nonce} | X-API-SIGN: {signature:hex}",
            "UnixMilliseconds 30 30 ByNonce", "text"
        },
        {
            "twitch-eventsub", "{id}{timestamp}{body}",
            "Twitch-Eventsub-Message-Id: {id} | Twitch-Eventsub-Message-Timestamp: {timestamp} | Twitch-Eventsub-Message-Signature: sha256={signature:hex}",
            "Rfc3339 600 600 ById", "text"
        },
        { "zoom", "v0:{timestamp}:{body}", "x-zm-signature: v0={signature:hex} | x-zm-request-timestamp: {timestamp}", "UnixSeconds 300 300 None", "text" },
    };

    [Theory]
    [MemberData(nameof(Documented))]
    public void A_scheme_is_what_its_vendor_documents(string name, string message, string headers, string time, string secret)
    {
        SignatureScheme scheme = SchemeCatalog.Find(name)!;
        Assert.Equal(message, scheme.Message);
        Assert.Equal(headers, string.Join(" | ", scheme.Headers.Select(header => $"{header.Name}: {header.Format}")));
        Assert.Equal(time, scheme.Freshness is { } rule ? $"{rule.Format} {rule.MaxAge.TotalSeconds} {rule.MaxSkew.TotalSeconds} {scheme.Replay}" : "");
        Assert.Equal(secret, scheme.SecretFormat.ToString());
        Assert.Same(HmacAlgorithm.Sha256, scheme.Algorithm);
    }

    [Fact]
    public void The_catalogue_lists_all_of_them_by_name() => Assert.Equal(
        Documented.Select(row => (string)row[0]), SchemeCatalog.All.Select(scheme => scheme.Name));

    [Fact]
    public void Only_two_layouts_are_ambiguous_and_they_say_why() => Assert.Equal(
        ["oort", "twitch-eventsub"], SchemeCatalog.All.Where(scheme => !string.IsNullOrEmpty(scheme.AmbiguousBecause)).Select(scheme => scheme.Name));

    [Fact]
    public void A_scheme_is_compiled_once_and_found_by_its_exact_name()
    {
        Assert.Same(SchemeCatalog.Stripe, SchemeCatalog.Stripe);
        Assert.Same(SchemeCatalog.Stripe, SchemeCatalog.Find("stripe"));
        Assert.Same(SchemeCatalog.All, SchemeCatalog.All);
        Assert.Null(SchemeCatalog.Find("Stripe"));
        Assert.Null(SchemeCatalog.Find(""));
    }

    [Fact]
    public void The_plain_webhook_may_have_its_signature_in_another_header()
    {
        SignatureScheme scheme = SchemeCatalog.BodyIn("X-Acme-Signature");
        Assert.Equal("body", scheme.Name);
        Assert.Equal("X-Acme-Signature", Assert.Single(scheme.Headers).Name);
        Assert.Throws<SchemeDefinitionException>(() => SchemeCatalog.BodyIn("X Acme"));
    }

    [Fact]
    public void A_vendor_s_scheme_names_the_page_that_it_comes_from() => Assert.All(
        SchemeCatalog.All.Where(scheme => scheme.Name is not ("body" or "onering" or "oort" or "osaycore" or "theone")),
        scheme => Assert.Equal("https", scheme.Documentation?.Scheme));
}
