using System.Security.Claims;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace HmacKit.AspNetCore;

/// <summary>What the endpoints of <c>MapKeys</c> issue, to whom, and how they write it.</summary>
public sealed class KeyEndpointOptions
{
    /// <summary>The name of the signature scheme whose credentials are issued, to which <c>AddCredentials</c> was applied; null, the default, for API keys.</summary>
    public string? Scheme { get; set; }

    /// <summary>The scopes that may be asked for, compared exactly; none by default, and then keys have none.</summary>
    public IList<string> Scopes { get; } = [];

    /// <summary>The environments that may be asked for, such as <c>live</c> and <c>test</c>: the first is taken where none is named. None by default. For API keys only.</summary>
    public IList<string> Environments { get; } = [];

    /// <summary>The tier of new keys; null by default. <see cref="OnIssuing"/> may set another one.</summary>
    public string? Tier { get; set; }

    /// <summary>The most keys of one owner that aren't revoked, 1 to 1,000. The default is 20.</summary>
    public int MaxKeys { get; set; } = 20;

    /// <summary>The longest life of a new key; null, the default, for any, and for keys without an end.</summary>
    public TimeSpan? MaxLifetime { get; set; }

    /// <summary>How long the old secret stays accepted after a rotation that doesn't say, zero to 90 days. The default is 24 hours.</summary>
    public TimeSpan DefaultOverlap { get; set; } = TimeSpan.FromHours(24);

    /// <summary>Whose keys a caller sees and changes; by default the owner of the key or token that let it in, or the name identifier of its claims. Null refuses it, and a text that can't be an owner (see <see cref="KeyIdentity.Owner"/>) is issued no key: 400.</summary>
    public Func<HttpContext, string?> FindOwner { get; set; } = static context => OwnerOf(context);

    /// <summary>
    /// Called before a key is issued: it may change the draft, or return a text, with which the request is refused (400). Null by default. An end in the past is
    /// refused after it, so that it may set another one.
    /// </summary>
    public Func<HttpContext, KeyDraft, ValueTask<string?>>? OnIssuing { get; set; }

    /// <summary>
    /// Other names for the members of requests and answers: <c>key_id</c>, <c>secret</c>, <c>name</c>, <c>description</c>, <c>scopes</c>, <c>environment</c>,
    /// <c>created_at</c>, <c>expires_at</c>, <c>last_used_at</c>, <c>status</c>, <c>warning</c>, <c>keys</c>, <c>overlap_seconds</c>, <c>old_secret_ends_at</c>.
    /// </summary>
    public IDictionary<string, string> MemberNames { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The object that tells of a refusal, made of the status and a text; problem details (RFC 9457) by default.</summary>
    public Func<int, string, JsonObject>? ErrorBody { get; set; }

    private static string? OwnerOf(HttpContext context) =>
        (context.GetApiKey().Identity ?? context.GetVerification().Identity ?? context.GetTokenUser()) is { } known
            ? known.Owner ?? known.KeyId
            : context.User.FindFirst(HmacClaimTypes.Owner)?.Value ?? context.User.FindFirst(ClaimTypes.NameIdentifier)?.Value;
}
