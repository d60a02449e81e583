namespace HierKD.Tests.Run;

/// <summary>Throws when it is burnt for the given time.</summary>
internal sealed class Fuse(int time)
{
    private int _burnt;

    /// <summary>What was thrown.</summary>
    public FuseException? Blown { get; private set; }

    public double Burn()
    {
        if (++_burnt == time) throw Blown = new FuseException();
        return 0.5;
    }
}
