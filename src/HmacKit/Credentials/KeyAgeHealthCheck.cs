using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace HmacKit;

/// <summary>Which keys are older than they should get without a rotation.</summary>
internal sealed class KeyAgeHealthCheck(CredentialStore store, TimeSpan age, TimeProvider time) : IHealthCheck
{
    /// <summary>So many credentials are looked at in one check.</summary>
    internal const int MaxLooked = 1_000;

    private const int MaxNamed = 3;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        DateTimeOffset now = time.GetUtcNow();
        int looked = 0;
        var old = new List<string>();
        await foreach (Credential credential in store.ListAsync(null, cancellationToken).ConfigureAwait(false))
        {
            if (credential.StatusAt(now) == CredentialStatus.Active && now - credential.Secrets[0].Created >= age)
            {
                old.Add(credential.KeyId);
            }

            if (++looked == MaxLooked)
            {
                break;
            }
        }

        string named = string.Join(", ", old.Take(MaxNamed)) + (old.Count > MaxNamed ? ", …" : "");
        return HealthCheckResult.Healthy(old.Count == 0
            ? $"none of {looked} keys is older than {age.TotalDays:0.#} days"
            : $"{old.Count} of {looked} keys are older than {age.TotalDays:0.#} days ({named}): have their owners rotate them");
    }
}
