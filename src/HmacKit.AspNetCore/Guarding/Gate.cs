using System.Diagnostics;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace HmacKit.AspNetCore;

/// <summary>What stands before all endpoints that ask for one kind of proof under one name.</summary>
internal abstract class Gate(string name)
{
    public string Name => name;

    /// <summary>How refused callers are answered.</summary>
    public abstract RefusalAnswer Answer { get; }

    /// <summary>Whether only requests that came over HTTPS are taken.</summary>
    public abstract bool RequiresHttps { get; }

    /// <summary>Whether a request carries this kind of proof. Whether it is right is another question.</summary>
    public abstract bool IsCarriedBy(HttpRequest request);

    /// <summary>Verifies a request for an authentication scheme.</summary>
    public abstract ValueTask<AuthenticateResult> AuthenticateAsync(HttpContext context, string authenticationScheme);

    /// <summary>Answers a request that the gate has verified, or verifies it now, and that may not pass.</summary>
    public abstract Task RefuseAsync(HttpContext context, bool isForbidden);

    /// <summary>The scheme of a bearer token in <c>Authorization</c> (RFC 6750 section 2.1), whose name ignores case.</summary>
    protected static bool IsBearer(string value) => value.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase);
}

/// <summary>A gate: finds the proof, verifies it once for a request, measures, logs, keeps the result, calls back, and refuses.</summary>
internal abstract class Gate<TOptions, TResult>(string name, TOptions options, GateServices services) : Gate(name)
    where TOptions : GateOptions<TResult>
{
    private static readonly Task<bool> Passed = Task.FromResult(true);

    public override RefusalAnswer Answer => options.Answer;

    public override bool RequiresHttps => options.RequireHttps ?? services.RequiresHttps;

    protected TOptions Options => options;

    protected HmacKitMetrics Metrics => services.Metrics;

    protected TimeProvider Time => services.Time;

    protected ILogger Logger => services.Logger;

    /// <summary>Verifies a request, keeps the result with it in its entry, and calls back if it is accepted.</summary>
    /// <param name="context">The request.</param>
    /// <param name="callers">Who is known to have sent it.</param>
    /// <param name="isNewDecidedElsewhere">Whether somebody else finds out that the request is new.</param>
    public ValueTask VerifyAsync(HttpContext context, Callers callers, bool isNewDecidedElsewhere = false)
    {
        // Once for a request: an authentication handler may have been here before, and its nonce is used up.
        ref Callers.Entry<TResult> entry = ref EntryOf(callers);
        return entry.Gate == this && (entry.IsNew || isNewDecidedElsewhere)
            ? default
            : VerifyFirstAsync(context, callers, isNewDecidedElsewhere);
    }

    /// <summary>Verifies the request, or answers for it. Not async, so that a verification that waits for nothing needs no state machine here.</summary>
    public Task<bool> TryPassAsync(HttpContext context, Callers callers, string? scope, bool isNewDecidedElsewhere = false)
    {
        if (IsInTheClear(context))
        {
            return RefuseInTheClearAsync(context);
        }

        ValueTask verifying = VerifyAsync(context, callers, isNewDecidedElsewhere);
        if (!verifying.IsCompletedSuccessfully)
        {
            return PassAsync(context, callers, scope, verifying);
        }

        return TryAdmit(context, scope, EntryOf(callers).Result!) ? Passed : TurnAwayAsync(context, callers);
    }

    public sealed override ValueTask<AuthenticateResult> AuthenticateAsync(HttpContext context, string authenticationScheme)
    {
        if (IsInTheClear(context))
        {
            return new(AuthenticateResult.Fail("The request came over plain HTTP."));
        }

        Callers callers = Callers.Of(context);
        ValueTask verifying = VerifyAsync(context, callers);
        return verifying.IsCompletedSuccessfully
            ? new(ToResult(context, authenticationScheme, EntryOf(callers).Result!))
            : AuthenticateAsync(context, callers, authenticationScheme, verifying);
    }

    private async ValueTask<AuthenticateResult> AuthenticateAsync(HttpContext context, Callers callers, string authenticationScheme, ValueTask verifying)
    {
        await verifying.ConfigureAwait(false);
        return ToResult(context, authenticationScheme, EntryOf(callers).Result!);
    }

    private AuthenticateResult ToResult(HttpContext context, string authenticationScheme, in TResult result)
    {
        if (IsValid(result))
        {
            // Of all that a result consists of, the dictionaries of its properties would be the largest.
            var properties = new AuthenticationProperties(new LateDictionary<string?>(), new LateDictionary<object?>());
            return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(ToClaims(result, authenticationScheme)), properties, authenticationScheme));
        }

        return IsNobodys(context, result) ? AuthenticateResult.NoResult() : AuthenticateResult.Fail(ToFailure(result));
    }

    public sealed override async Task RefuseAsync(HttpContext context, bool isForbidden)
    {
        if (IsInTheClear(context))
        {
            await RefusePlainHttpAsync(context).ConfigureAwait(false);
            return;
        }

        Callers callers = Callers.Of(context);
        await VerifyAsync(context, callers).ConfigureAwait(false);
        TResult result = EntryOf(callers).Result!;
        bool isValid = IsValid(result);

        // If the proof is fine and nothing is forbidden, what is missing is another kind of proof.
        await RefuseAsync(context, isValid && !isForbidden ? default! : result, isForbidden && isValid).ConfigureAwait(false);
        callers.Body.DropUnread(context);
    }

    /// <summary>Verifies the request, whatever was known of it, and writes what came of it into its entry.</summary>
    protected abstract ValueTask VerifyCoreAsync(HttpContext context, Callers callers, bool isNewDecidedElsewhere);

    /// <summary>Where a request keeps its result of this kind.</summary>
    protected abstract ref Callers.Entry<TResult> EntryOf(Callers callers);

    protected abstract bool IsValid(in TResult result);

    protected abstract KeyIdentity? IdentityOf(in TResult result);

    /// <summary>Whether another scheme may know the request, which carries nothing for this one.</summary>
    protected abstract bool IsNobodys(HttpContext context, in TResult result);

    /// <summary>What the framework logs of a refusal.</summary>
    protected abstract string ToFailure(in TResult result);

    protected abstract CallerIdentity ToClaims(in TResult result, string authenticationType);

    /// <summary>The refusal that a result comes to.</summary>
    protected abstract Refusal ToRefusal(HttpContext context, in TResult result);

    protected abstract string NameOf(in TResult result);

    /// <summary>Counts and logs what came of a request.</summary>
    protected abstract void Report(HttpContext context, in TResult result);

    private bool IsInTheClear(HttpContext context) => RequiresHttps && !context.Request.IsHttps;

    private async Task<bool> PassAsync(HttpContext context, Callers callers, string? scope, ValueTask verifying)
    {
        await verifying.ConfigureAwait(false);
        return TryAdmit(context, scope, EntryOf(callers).Result!) || await TurnAwayAsync(context, callers).ConfigureAwait(false);
    }

    private bool TryAdmit(HttpContext context, string? scope, in TResult result)
    {
        if (!IsValid(result) || (scope is not null && IdentityOf(result)?.HasScope(scope) != true))
        {
            return false;
        }

        if (options.AddsIdentity && !context.User.Identities.Any(known => known.AuthenticationType == Name))
        {
            context.User.AddIdentity(ToClaims(result, Name));
        }

        return true;
    }

    private async Task<bool> TurnAwayAsync(HttpContext context, Callers callers)
    {
        TResult result = EntryOf(callers).Result!;
        await RefuseAsync(context, result, isForbidden: IsValid(result)).ConfigureAwait(false);
        return false;
    }

    private async Task<bool> RefuseInTheClearAsync(HttpContext context)
    {
        await RefusePlainHttpAsync(context).ConfigureAwait(false);
        return false;
    }

    private Task RefusePlainHttpAsync(HttpContext context)
    {
        services.Audit?.TryWrite(RequestAudit.Of(context, Name, RequestAudit.PlainHttp, identity: null));
        Log.PlainHttp(Logger, Name, LogText.Of(context.Request.Method), LogText.PathOf(context.Request));
        return options.Answer.WriteAsync(context, RefusalReason.HttpsRequired);
    }

    private async Task RefuseAsync(HttpContext context, TResult result, bool isForbidden)
    {
        if (IdentityOf(result) is { } known && context.GetEndpoint()?.Metadata.GetMetadata<RequireLimitAttribute>() is not null)
        {
            await Gates.Of(context.RequestServices).Limit().TellAsync(context, LimitedCaller.OfKnown(known, this)).ConfigureAwait(false);
        }

        if (options.OnRefused is { } callback)
        {
            await callback(context, result).ConfigureAwait(false);
        }

        if (isForbidden)
        {
            services.Audit?.TryWrite(RequestAudit.Of(context, Name, RequestAudit.Forbidden, IdentityOf(result)));
            Log.Forbidden(Logger, Name, LogText.Of(context.Request.Method), LogText.PathOf(context.Request), IdentityOf(result)?.KeyId);
        }

        await options.Answer.WriteAsync(context, isForbidden ? new Refusal(RefusalReason.InsufficientScope) : ToRefusal(context, result)).ConfigureAwait(false);
    }

    private ValueTask VerifyFirstAsync(HttpContext context, Callers callers, bool isNewDecidedElsewhere)
    {
        EntryOf(callers) = default;
        long? start = Metrics.IsDurationWanted ? services.Time.GetTimestamp() : null;
        ValueTask verifying = HmacKitMetrics.Activities.HasListeners()
            ? VerifyTracedAsync(context, callers, isNewDecidedElsewhere)
            : VerifyCoreAsync(context, callers, isNewDecidedElsewhere);
        if (!verifying.IsCompletedSuccessfully)
        {
            return KeepAsync(context, callers, verifying, start, isNewDecidedElsewhere);
        }

        return Keep(context, callers, start, isNewDecidedElsewhere) && options.OnVerified is { } callback ? callback(context, EntryOf(callers).Result!) : default;
    }

    private async ValueTask VerifyTracedAsync(HttpContext context, Callers callers, bool isNewDecidedElsewhere)
    {
        using Activity? activity = HmacKitMetrics.Activities.StartActivity("hmackit.verify");
        await VerifyCoreAsync(context, callers, isNewDecidedElsewhere).ConfigureAwait(false);
        activity?.SetTag("hmackit.scheme", Name).SetTag("hmackit.status", NameOf(EntryOf(callers).Result!));
    }

    private async ValueTask KeepAsync(HttpContext context, Callers callers, ValueTask verifying, long? start, bool isNewDecidedElsewhere)
    {
        await verifying.ConfigureAwait(false);
        if (Keep(context, callers, start, isNewDecidedElsewhere) && options.OnVerified is { } callback)
        {
            await callback(context, EntryOf(callers).Result!).ConfigureAwait(false);
        }
    }

    /// <summary>Measures, logs, and keeps the result with its request; says whether it is valid.</summary>
    private bool Keep(HttpContext context, Callers callers, long? start, bool isNewDecidedElsewhere)
    {
        if (start is { } timestamp)
        {
            Metrics.Took(Name, services.Time.GetElapsedTime(timestamp));
        }

        ref Callers.Entry<TResult> entry = ref EntryOf(callers);
        bool isValid = IsValid(entry.Result!);
        Report(context, entry.Result!);
        services.Audit?.TryWrite(RequestAudit.Of(context, Name, NameOf(entry.Result!), IdentityOf(entry.Result!)));
        entry.Keep(this, isValid, isNew: !isNewDecidedElsewhere);
        return isValid;
    }
}

/// <summary>What every gate uses.</summary>
internal sealed record GateServices(HmacKitMetrics Metrics, TimeProvider Time, ILogger Logger, bool RequiresHttps = false, AuditTrail? Audit = null);
