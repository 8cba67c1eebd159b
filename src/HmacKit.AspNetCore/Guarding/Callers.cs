using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;

namespace HmacKit.AspNetCore;

/// <summary>Who has proved to be the caller of a request, by each kind of proof; and what came of proofs that failed, so that none is looked at twice.</summary>
internal sealed class Callers
{
    // A server uses a context again for the next request of its connection, after it has cleared the features. So one
    // object for each context is enough, and no request pays for it.
    private static readonly ConditionalWeakTable<HttpContext, Callers> Kept = [];

    private Entry<VerificationResult> _signature;
    private Entry<ApiKeyResult> _apiKey;
    private Entry<KeyIdentity?> _user;
    private HttpRequestSource? _source;

    public ref Entry<VerificationResult> Signature => ref _signature;

    public ref Entry<ApiKeyResult> ApiKey => ref _apiKey;

    public ref Entry<KeyIdentity?> User => ref _user;

    /// <summary>What a verification has done to the request's body.</summary>
    public RestoredBody Body { get; } = new();

    /// <summary>Those of a request.</summary>
    public static Callers Of(HttpContext context)
    {
        if (context.Features[typeof(Callers)] is Callers known)
        {
            return known;
        }

        if (Kept.TryGetValue(context, out Callers? callers))
        {
            callers.Reset();
        }
        else
        {
            callers = new Callers();
            Kept.AddOrUpdate(context, callers);
        }

        context.Features[typeof(Callers)] = callers;
        return callers;
    }

    /// <summary>The source that the request before this one has used, for as long as only one is needed at a time.</summary>
    public HttpRequestSource RentSource() => Interlocked.Exchange(ref _source, null) ?? new HttpRequestSource();

    /// <summary>Keeps a source for the next one who rents it.</summary>
    public void Return(HttpRequestSource source)
    {
        source.Release();
        _source = source;
    }

    private void Reset()
    {
        (_signature, _apiKey, _user) = (default, default, default);
        Body.Reset();
    }

    /// <summary>One kind of proof.</summary>
    public struct Entry<TResult>
    {
        /// <summary>What came of it. A field, since a result is large: it is written here once, and looked at where it is.</summary>
        public TResult? Result;

        /// <summary>The gate that looked at it; null if none did.</summary>
        public Gate? Gate { get; private set; }

        /// <summary>Whether the gate has let the caller in.</summary>
        public bool IsValid { get; private set; }

        /// <summary>Whether it was asked if the request is new.</summary>
        public bool IsNew { get; private set; }

        /// <summary>The result that let the request through; the default, "no", if none did.</summary>
        public readonly TResult? Accepted => IsValid ? Result : default;

        public void Keep(Gate gate, bool isValid, bool isNew) => (Gate, IsValid, IsNew) = (gate, isValid, isNew);
    }
}
