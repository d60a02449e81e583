namespace HierKD.Reliability.Mutations;

/// <summary>Damages a valid file of one kind.</summary>
internal interface IMutator
{
    /// <summary>The valid file with damage that follows from the random numbers alone.</summary>
    Mutation Make(Random random);
}
