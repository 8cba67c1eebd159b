namespace HmacKit;

/// <summary>A definition can't be compiled. All its faults are listed at once.</summary>
public sealed class SchemeDefinitionException : Exception
{
    internal SchemeDefinitionException(string schemeName, IReadOnlyList<SchemeFault> faults)
        : base($"The definition of scheme '{schemeName}' has {faults.Count} fault(s):{Environment.NewLine}"
            + string.Join(Environment.NewLine, faults.Select(static fault => "  - " + fault)))
    {
        Faults = faults;
    }

    /// <summary>The faults in the order of the definition.</summary>
    public IReadOnlyList<SchemeFault> Faults { get; }
}
