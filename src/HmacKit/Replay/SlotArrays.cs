namespace HmacKit;

/// <summary>
/// The cleared arrays of dropped generations, for those to come: in steady state nothing is allocated. Clearing is up
/// to the caller, since it takes milliseconds; all here is quick and needs the lock of <see cref="ReplayGenerations"/>.
/// </summary>
internal sealed class SlotArrays
{
    private const int MaxSpare = 3;

    private readonly List<ulong[]> _spare = new(MaxSpare + 1);

    /// <summary>Takes an array of about this length, from four fifths to one and a half times; null if there is none.</summary>
    public ulong[]? TryTake(int length)
    {
        int found = _spare.FindIndex(array => array.Length >= length / 5L * 4 && array.Length <= length / 2L * 3);
        if (found < 0)
        {
            return null;
        }

        ulong[] taken = _spare[found];
        _spare.RemoveAt(found);
        return taken;
    }

    /// <summary>Whether an array of this length is worth clearing: there is a place left, or a shorter one gives way.</summary>
    public bool HasUseFor(int length) => _spare.Count < MaxSpare || length > _spare[0].Length;

    /// <summary>Keeps a cleared array; of too many, the shortest goes.</summary>
    public void Keep(ulong[] array)
    {
        int place = _spare.FindIndex(spare => spare.Length > array.Length);
        _spare.Insert(place < 0 ? _spare.Count : place, array);
        if (_spare.Count > MaxSpare)
        {
            _spare.RemoveAt(0);
        }
    }

    /// <summary>Lets go of arrays that are too long for traffic of this size.</summary>
    public void Trim(int length) => _spare.RemoveAll(array => array.Length > length / 2L * 3);
}
