using Microsoft.Extensions.Options;

namespace HmacKit;

/// <summary>Makes a wrong setting stop the host when it starts, and not the first request.</summary>
internal sealed class StartupCheck(IEnumerable<CheckedRegistration> registrations) : IValidateOptions<StartupCheck.Marker>
{
    public ValidateOptionsResult Validate(string? name, Marker options)
    {
        List<string> faults = [.. registrations.SelectMany(static registration => registration.Faults).Distinct(StringComparer.Ordinal)];
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    /// <summary>Options without content, which the host validates when it starts.</summary>
    internal sealed class Marker;
}
