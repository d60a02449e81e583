using System.Reflection;

namespace HierKD.Tests.TorchSharpContract;

/// <summary>What TorchSharp does not have, so that HierKD does it in its own way: a test that fails here is good news.</summary>
public sealed class AbsenceTests
{
    // Why a level computes inside the user's model (Execution/WorkingModel), and SlimModel.Load asks for a new one.
    [Fact]
    public void A_module_cannot_be_cloned() => Assert.Empty(Members(typeof(nn.Module), "clone", "copy", "deepcopy"));

    // Why the graph is found by NaN under hooks (Graph/Probing).
    [Fact]
    public void There_is_no_tracer_and_no_graph_of_gradients_to_walk()
    {
        Assert.Empty(Members(typeof(Tensor), "grad_fn"));
        Assert.Empty(Members(typeof(jit), "trace"));
    }

    // Why there is Execution/HalfPrecision.
    [Fact]
    public void There_is_no_autocast()
    {
        Assert.Empty(Members(typeof(torch), "autocast"));
        Assert.DoesNotContain(typeof(torch).Assembly.GetTypes(), t => t.Name.Contains("autocast", StringComparison.OrdinalIgnoreCase));
    }

    // Why Execution/ChannelsLast permutes axes around a copy.
    [Fact]
    public void No_conversion_of_a_tensor_takes_a_memory_format() => Assert.DoesNotContain(
        Members(typeof(Tensor), "to", "contiguous", "clone").OfType<MethodInfo>(),
        m => m.GetParameters().Any(p => p.ParameterType == typeof(memory_format)));

    private static IEnumerable<MemberInfo> Members(Type type, params string[] names) => type.GetMembers()
        .Where(m => names.Any(name => m.Name.Equals(name, StringComparison.OrdinalIgnoreCase)));
}
