namespace HmacKit.AspNetCore;

/// <summary>An authentication scheme over a gate.</summary>
internal sealed class CallerScheme(string name, Func<Gates, Gate> find)
{
    private Gate? _gate;

    public string Name { get; } = name;

    /// <summary>The gate.</summary>
    /// <exception cref="InvalidOperationException">There is no such gate.</exception>
    public Gate FindGate(Gates gates) => _gate ??= find(gates);
}
