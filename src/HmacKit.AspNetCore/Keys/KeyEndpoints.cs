using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace HmacKit.AspNetCore;

/// <summary>Issues, lists, rotates and revokes the caller's keys.</summary>
internal sealed class KeyEndpoints(KeyEndpointOptions options, CredentialIssuer issuer, TimeProvider time, ILogger logger, AuditTrail? audit)
{
    internal static readonly TimeSpan MaxOverlap = TimeSpan.FromDays(90);

    private readonly KeyRequestReader _reader = new(options);

    public async Task IssueAsync(HttpContext context)
    {
        if (options.FindOwner(context) is not { } owner)
        {
            await RefuseAsync(context, StatusCodes.Status403Forbidden, "Nobody's keys.").ConfigureAwait(false);
            return;
        }

        (JsonElement? json, int status) = await KeyRequestReader.ReadAsync(context, mayBeEmpty: false).ConfigureAwait(false);
        if (json is not { } body)
        {
            await RefuseAsync(context, status, "The body is no JSON object.").ConfigureAwait(false);
            return;
        }

        (KeyDraft? draft, string? fault) = _reader.ReadDraft(body, owner);
        fault ??= options.OnIssuing is { } check ? await check(context, draft!).ConfigureAwait(false) : null;
        fault ??= FaultOfTime(draft!);
        if (fault is not null)
        {
            await RefuseAsync(context, StatusCodes.Status400BadRequest, fault).ConfigureAwait(false);
            return;
        }

        if (!KeyRequestReader.IsOwner(draft!.Owner))
        {
            await RefuseAsync(context, StatusCodes.Status400BadRequest, $"An owner has 1 to {KeyIdentity.MaxTextLength} characters, no control characters and no half of a surrogate pair.").ConfigureAwait(false);
            return;
        }

        if (await CountAsync(draft.Owner, context.RequestAborted).ConfigureAwait(false) >= options.MaxKeys)
        {
            await RefuseTooManyAsync(context).ConfigureAwait(false);
            return;
        }

        CredentialIssuer of = draft.Environment is { } environment && issuer is ApiKeyIssuer keys ? keys.ForEnvironment(environment) : issuer;
        IssuedCredential issued = await of.IssueAsync(
            new CredentialRequest
            {
                Owner = draft.Owner,
                Name = draft.Name,
                Description = draft.Description,
                Scopes = draft.Scopes,
                Tier = draft.Tier,
                Expires = draft.Expires,
            },
            context.RequestAborted).ConfigureAwait(false);

        // Several that were counted at the same time have all found room.
        if (await CountAsync(draft.Owner, CancellationToken.None).ConfigureAwait(false) > options.MaxKeys)
        {
            await issuer.RevokeAsync(issued.KeyId, CancellationToken.None).ConfigureAwait(false);
            await RefuseTooManyAsync(context).ConfigureAwait(false);
            return;
        }

        Report(context, "issued", issued.KeyId, owner);
        await AnswerAsync(context, StatusCodes.Status201Created, Describe(issued.Credential, issued.SecretShownOnce, draft.Warning)).ConfigureAwait(false);
    }

    public async Task ListAsync(HttpContext context)
    {
        if (options.FindOwner(context) is not { } owner)
        {
            await RefuseAsync(context, StatusCodes.Status403Forbidden, "Nobody's keys.").ConfigureAwait(false);
            return;
        }

        var keys = new JsonArray();
        await foreach (Credential credential in OwnAsync(owner, context.RequestAborted).ConfigureAwait(false))
        {
            keys.Add((JsonNode)Describe(credential));
        }

        await AnswerAsync(context, StatusCodes.Status200OK, new JsonObject { [_reader.NameOf("keys")] = keys }).ConfigureAwait(false);
    }

    public async Task RotateAsync(HttpContext context)
    {
        if (await FindAsync(context).ConfigureAwait(false) is not { } credential)
        {
            return;
        }

        (JsonElement? json, int status) = await KeyRequestReader.ReadAsync(context, mayBeEmpty: true).ConfigureAwait(false);
        if (json is not { } body || _reader.ReadOverlap(body) is not { } overlap)
        {
            await RefuseAsync(context, json is null ? status : StatusCodes.Status400BadRequest, $"{_reader.NameOf("overlap_seconds")} is a whole number, 0 to {MaxOverlap.TotalSeconds}.").ConfigureAwait(false);
            return;
        }

        DateTimeOffset now = time.GetUtcNow();
        if (credential.Secrets.Count(secret => !secret.IsOver(now)) >= MostSecrets)
        {
            await RefuseAsync(context, StatusCodes.Status409Conflict, "Too many old secrets are still accepted: wait for one to end.").ConfigureAwait(false);
            return;
        }

        if (await issuer.RotateAsync(credential.KeyId, overlap, context.RequestAborted).ConfigureAwait(false) is not { } rotated)
        {
            await RefuseAsync(context, StatusCodes.Status404NotFound, "There is no such key.").ConfigureAwait(false);
            return;
        }

        Report(context, "rotated", credential.KeyId, credential.Identity.Owner ?? "");
        await AnswerAsync(context, StatusCodes.Status200OK, Describe(rotated.Credential, rotated.SecretShownOnce)).ConfigureAwait(false);
    }

    public async Task RevokeAsync(HttpContext context)
    {
        if (await FindAsync(context).ConfigureAwait(false) is not { } credential)
        {
            return;
        }

        await issuer.RevokeAsync(credential.KeyId, context.RequestAborted).ConfigureAwait(false);
        Report(context, "revoked", credential.KeyId, credential.Identity.Owner ?? "");
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private Task RefuseTooManyAsync(HttpContext context) =>
        RefuseAsync(context, StatusCodes.Status409Conflict, $"There are {options.MaxKeys} keys already: revoke one first.");

    private void Report(HttpContext context, string change, string keyId, string owner)
    {
        Log.KeyChanged(logger, change, keyId, LogText.Of(owner));
        audit?.TryWrite(RequestAudit.OfKey(context, change, keyId, owner));
    }

    // Fewer than a credential may have, so that a race of two rotations throws nothing.
    private const int MostSecrets = 8;

    /// <summary>The caller's own credential of the route's id that isn't revoked; somebody else's is as good as none.</summary>
    private async ValueTask<Credential?> FindAsync(HttpContext context)
    {
        string? owner = options.FindOwner(context);
        Credential? credential = context.Request.RouteValues["id"] is string id ? await issuer.FindAsync(id, context.RequestAborted).ConfigureAwait(false) : null;
        if (owner is not null && credential?.Identity.Owner == owner && credential.Revoked is null)
        {
            return credential;
        }

        await RefuseAsync(context, StatusCodes.Status404NotFound, "There is no such key.").ConfigureAwait(false);
        return null;
    }

    private async ValueTask<int> CountAsync(string owner, CancellationToken cancellationToken)
    {
        int count = 0;
        await foreach (Credential credential in OwnAsync(owner, cancellationToken).ConfigureAwait(false))
        {
            count += credential.Revoked is null ? 1 : 0;
        }

        return count;
    }

    private async IAsyncEnumerable<Credential> OwnAsync(string owner, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (Credential credential in issuer.Store.ListAsync(owner, cancellationToken).ConfigureAwait(false))
        {
            if (issuer.IsOwn(credential))
            {
                yield return credential;
            }
        }
    }

    private string? FaultOfTime(KeyDraft draft)
    {
        DateTimeOffset now = time.GetUtcNow();
        return draft.Expires <= now ? $"{_reader.NameOf("expires_at")} is in the past."
            : options.MaxLifetime is { } most && (draft.Expires is not { } end || end > now + most) ? $"{_reader.NameOf("expires_at")} is needed, at most {most.TotalDays:0.#} days from now."
            : null;
    }

    private JsonObject Describe(Credential credential, string? secret = null, string? warning = null)
    {
        var text = new JsonObject();
        void Add(string member, JsonNode? value) => text[_reader.NameOf(member)] = value;
        Add("key_id", credential.KeyId);
        if (secret is not null)
        {
            Add("secret", secret);
        }

        Add("name", credential.Identity.Name);
        Add("description", credential.Description);
        Add("scopes", new JsonArray([.. credential.Identity.Scopes.Select(static scope => (JsonNode)scope)]));
        Add("status", credential.StatusAt(time.GetUtcNow()) switch
        {
            CredentialStatus.Active => "active",
            CredentialStatus.NotYetValid => "not_yet_valid",
            CredentialStatus.Expired => "expired",
            CredentialStatus.Disabled => "disabled",
            _ => "revoked",
        });
        Add("created_at", Time(credential.Created));
        Add("expires_at", Time(credential.Expires));
        Add("last_used_at", Time(credential.LastUsed));
        if (credential.Secrets.Count > 1)
        {
            Add("old_secret_ends_at", Time(credential.Secrets[1].AcceptedUntil));
        }

        if (warning is not null)
        {
            Add("warning", warning);
        }

        return text;
    }

    private Task RefuseAsync(HttpContext context, int status, string text) =>
        options.ErrorBody is { } body
            ? AnswerAsync(context, status, body(status, text))
            : AnswerAsync(context, status, new JsonObject { ["type"] = "about:blank", ["status"] = status, ["detail"] = text }, "application/problem+json");

    // What has a secret in it is nobody's to keep, and a list of keys is stale at once.
    private static Task AnswerAsync(HttpContext context, int status, JsonObject value, string contentType = "application/json")
    {
        byte[] body = Encoding.UTF8.GetBytes(value.ToJsonString());
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        context.Response.ContentLength = body.Length;
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.Body.WriteAsync(body, CancellationToken.None).AsTask();
    }

    private static string? Time(DateTimeOffset? time) => time?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
