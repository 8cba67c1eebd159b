namespace HmacKit;

/// <summary>Collects what is wrong with a definition while it is compiled.</summary>
internal sealed class FaultList
{
    private readonly List<SchemeFault> _faults = [];

    public void Add(string place, int? position, string message) => _faults.Add(new SchemeFault(place, position, message));

    public void AddAll(FaultList others) => _faults.AddRange(others._faults);

    public void ThrowIfAny(string schemeName)
    {
        if (_faults.Count > 0)
        {
            throw new SchemeDefinitionException(schemeName, _faults);
        }
    }
}
