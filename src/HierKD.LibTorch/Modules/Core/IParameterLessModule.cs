namespace TorchSharp.Modules;

/// <summary>Marks the modules without parameters and buffers.</summary>
#pragma warning disable CA1040 // TorchSharp's marker is an interface.
public interface IParameterLessModule;
#pragma warning restore CA1040
