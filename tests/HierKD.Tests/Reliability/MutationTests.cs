using HierKD.Reliability.Mutations;
using HierKD.Reliability.Readers;

namespace HierKD.Tests.Reliability;

/// <summary>Some hundred damaged files for every reader; tests/HierKD.Reliability has a million.</summary>
public sealed class MutationTests
{
    private const int Seed = 20;
    private const int Files = 500;

    public static TheoryData<string> Readers => [.. ReaderCatalog.Names];

    [Theory]
    [MemberData(nameof(Readers))]
    public void A_damaged_file_is_refused_or_read_as_it_was(string name)
    {
        List<MutationFault> faults = [];
        var counts = new MutationCounts();
        var (reader, mutator) = ReaderCatalog.Create(name);
        using (reader)
        using (var folder = new TemporaryFolder())
        {
            new MutationBatch(reader, mutator, Seed, Hear).Run(folder.File("mutated"), 0, Files, _ => { });
        }
        Assert.Empty(faults);
        Assert.Equal(Files, counts.Files);
        Assert.True(counts.Refused > Files / 2, $"only {counts.Refused} were refused");

        void Hear(MutationReport report)
        {
            if (report.Fault is { } fault) faults.Add(fault);
            if (report.Counts is { } some) counts.Add(some);
        }
    }

    [Fact]
    public void A_mutation_is_the_same_each_time_and_another_than_its_neighbour()
    {
        var (reader, mutator) = ReaderCatalog.Create("weights");
        using (reader)
        {
            Assert.Equal(Mutation.Of(mutator, Seed, 7).Bytes, Mutation.Of(mutator, Seed, 7).Bytes);
            Assert.NotEqual(Mutation.Of(mutator, Seed, 7).Bytes, Mutation.Of(mutator, Seed, 8).Bytes);
            Assert.NotEqual(Mutation.Of(mutator, Seed, 7).Bytes, Mutation.Of(mutator, Seed + 1, 7).Bytes);
        }
    }

    [Fact]
    public void What_is_resealed_gets_past_the_checksum()
    {
        var (reader, _) = ReaderCatalog.Create("weights");
        using (reader)
        using (var folder = new TemporaryFolder())
        {
            var bytes = reader.Whole.ToArray();
            bytes[^1] ^= 1;
            File.WriteAllBytes(folder.File("damaged"), bytes);
            Assert.Throws<InvalidDataException>(() => reader.Load(folder.File("damaged")));
            File.WriteAllBytes(folder.File("resealed"), FileSeal.Renew(bytes)!);
            var resealed = reader.Load(folder.File("resealed"));
            File.WriteAllBytes(folder.File("whole"), reader.Whole);
            Assert.NotEqual(reader.Load(folder.File("whole")), resealed);
        }
    }
}
