namespace HmacKit.AspNetCore;

/// <summary>The authentication schemes over gates.</summary>
internal sealed class CallerSchemes(IEnumerable<CallerScheme> schemes, Gates gates)
{
    private readonly CallerScheme[] _schemes = [.. schemes];

    /// <summary>The gate of a scheme.</summary>
    /// <exception cref="InvalidOperationException">There is no such scheme, or no such gate.</exception>
    public Gate Find(string name)
    {
        foreach (CallerScheme scheme in _schemes)
        {
            if (scheme.Name == name)
            {
                return scheme.FindGate(gates);
            }
        }

        throw new InvalidOperationException($"There is no authentication scheme '{name}' of HmacKit.");
    }
}
