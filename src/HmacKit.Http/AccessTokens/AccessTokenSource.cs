using Microsoft.Extensions.Logging;

namespace HmacKit.Http;

/// <summary>
/// One token for all callers: fetched once however many ask, kept, and renewed before it ends while it still serves. An
/// endpoint that fails is asked at most once a second.
/// </summary>
internal sealed class AccessTokenSource(ClientCredentialsOptions options, ILogger logger) : IDisposable
{
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(1);

    /// <summary>A token that is refused so soon after it was fetched is refused for another reason than its age.</summary>
    private static readonly TimeSpan MinAgeToForget = TimeSpan.FromSeconds(10);

    private readonly TokenEndpoint _endpoint = new(options);
    private readonly Lock _gate = new();
    private Task<AccessToken>? _fetch;
    private DateTimeOffset _failedAt = DateTimeOffset.MinValue;
    private AccessToken? _token;

    /// <summary>A token that can be sent now.</summary>
    /// <param name="cancellationToken">Ends the waiting of this caller; others go on waiting for the same token.</param>
    /// <exception cref="HttpRequestException">No token came.</exception>
    public ValueTask<AccessToken> GetAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset now = options.TimeProvider.GetUtcNow();
        AccessToken? token = Volatile.Read(ref _token);
        if (token is not null && now < token.RenewAt)
        {
            return new(token);
        }

        Task<AccessToken> fetch = Fetch(now);
        return token is not null && now < token.Ends ? new(token) : new(fetch.WaitAsync(cancellationToken));
    }

    /// <summary>Takes a refused token out of use, if it may have been taken back; false if it is refused for another reason.</summary>
    public bool TryForget(AccessToken token)
    {
        if (options.TimeProvider.GetUtcNow() - token.Fetched < MinAgeToForget)
        {
            return false;
        }

        // Unless another caller has fetched a new one already.
        Interlocked.CompareExchange(ref _token, null, token);
        return true;
    }

    public void Dispose() => _endpoint.Dispose();

    private Task<AccessToken> Fetch(DateTimeOffset now)
    {
        lock (_gate)
        {
            if (_token is { } token && now < token.RenewAt)
            {
                return Task.FromResult(token);
            }

            bool isUnderWay = _fetch is { IsCompleted: false };
            bool hasJustFailed = _fetch is { IsFaulted: true } && (now - _failedAt).Duration() < PauseAfterFailure;
            return isUnderWay || hasJustFailed ? _fetch! : _fetch = FetchAsync();
        }
    }

    private async Task<AccessToken> FetchAsync()
    {
        // Out of the lock, and apart from the caller that happened to be first.
        await Task.Yield();
        try
        {
            AccessToken token = await _endpoint.FetchAsync().ConfigureAwait(false);
            Volatile.Write(ref _token, token);
            return token;
        }
        catch (HttpRequestException exception)
        {
            lock (_gate)
            {
                _failedAt = options.TimeProvider.GetUtcNow();
            }

            Log.NoAccessToken(logger, Origin.Of(options.TokenEndpoint!), exception.Message);
            throw;
        }
    }
}
