namespace HmacKit;

/// <summary>Something registered whose settings are checked when the host starts.</summary>
internal abstract class CheckedRegistration
{
    private readonly List<string> _faults = [];

    /// <summary>All that is wrong with the settings, each with its path.</summary>
    public IReadOnlyList<string> Faults => _faults;

    protected List<string> FaultList => _faults;

    /// <exception cref="InvalidOperationException">Something is wrong with the settings.</exception>
    public void ThrowIfFaulty()
    {
        if (_faults.Count > 0)
        {
            throw new InvalidOperationException(string.Join(Environment.NewLine, _faults));
        }
    }
}
