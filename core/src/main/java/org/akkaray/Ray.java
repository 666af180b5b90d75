package org.akkaray; public final class Ray { private Ray() {} }
