using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace HmacKit;

/// <summary>Whether the stored secrets of a scheme's credentials can be opened: without their protection key their owners are refused, all at once.</summary>
internal sealed class SealedSecretsHealthCheck(HmacCredentialIssuer issuer) : IHealthCheck
{
    /// <summary>So many credentials are looked at in one check.</summary>
    internal const int MaxLooked = 1_000;

    private const int MaxNamed = 3;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        int looked = 0;
        var closed = new List<string>();
        await foreach (Credential credential in issuer.Store.ListAsync(null, cancellationToken).ConfigureAwait(false))
        {
            if (credential.Revoked is null && !issuer.CanOpen(credential))
            {
                closed.Add(credential.KeyId);
            }

            if (++looked == MaxLooked)
            {
                break;
            }
        }

        string named = string.Join(", ", closed.Take(MaxNamed)) + (closed.Count > MaxNamed ? ", …" : "");
        return closed.Count == 0
            ? HealthCheckResult.Healthy($"the secrets of {looked} credentials can be opened")
            : HealthCheckResult.Degraded(
                $"the secrets of {closed.Count} of {looked} credentials can't be opened ({named}), and their owners are refused. The protection key that sealed them isn't there, or has another secret under its id: put it back into SecretProtection:Keys. If it is lost, issue new credentials.");
    }
}
